SELECT unit, item, CAST(points AS DECIMAL(9,2)) AS points FROM gold_scorecard_line WHERE unit = '520901' AND period = '2025'
