SELECT unit, CAST(score AS DECIMAL(9,2)) AS score, rank FROM gold_scorecard WHERE section = 'total' AND period = '2025-Q1'
