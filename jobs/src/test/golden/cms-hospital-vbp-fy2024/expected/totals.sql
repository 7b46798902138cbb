SELECT unit, score
FROM gold_scorecard
WHERE scorecard = 'hospital-vbp' AND period = '2024' AND section = 'total'
