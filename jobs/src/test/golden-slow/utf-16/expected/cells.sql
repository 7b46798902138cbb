SELECT unit, numerator, denominator FROM gold_indicator_value WHERE indicator = 'RATE' AND period = '2025-02' AND unit = '520901'
