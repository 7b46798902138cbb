SELECT indicator, unit, period, value, coverage, data_status, reason, silent
FROM gold_indicator_value
WHERE indicator = 'CASES' AND period IN ('2025-03', '2025-Q1')
