SELECT indicator, unit, period, value, coverage, data_status, reason, silent
FROM gold_indicator_value
WHERE (period = '2025-Q1' AND unit = '520900') OR (indicator = 'TOTAL' AND period = '2025-02')
