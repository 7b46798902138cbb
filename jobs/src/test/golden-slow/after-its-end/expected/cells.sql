SELECT indicator, unit, period, value, coverage, data_status, reason, silent
FROM gold_indicator_value
WHERE indicator = 'TOTAL' AND period = '2025-02'
