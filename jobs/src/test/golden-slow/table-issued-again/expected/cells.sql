SELECT unit, value, numerator, denominator FROM gold_indicator_value WHERE indicator = 'RATE' AND period = '2025-03' AND unit <> '520900'
