SELECT indicator, unit, period, value, coverage, data_status, reason, silent
FROM gold_indicator_value
WHERE indicator = 'RATE' AND unit LIKE '52090_' AND unit <> '520900' AND period = '2025-03'
