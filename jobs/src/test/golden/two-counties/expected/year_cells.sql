SELECT indicator, unit, numerator, denominator, value, judgement, light
FROM gold_indicator_value
WHERE period = '2025' AND unit IN ('520901', '520902')
