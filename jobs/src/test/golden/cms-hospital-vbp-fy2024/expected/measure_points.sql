SELECT line.unit, line.item, achievement.value AS achievement, improvement.value AS improvement, line.points
FROM gold_scorecard_line AS line
LEFT JOIN gold_scorecard_input AS achievement
  ON achievement.scorecard = line.scorecard AND achievement.period = line.period AND achievement.unit = line.unit
  AND achievement.item = line.item AND achievement.name = 'achievement' AND achievement.source = 'step'
LEFT JOIN gold_scorecard_input AS improvement
  ON improvement.scorecard = line.scorecard AND improvement.period = line.period AND improvement.unit = line.unit
  AND improvement.item = line.item AND improvement.name = 'improvement' AND improvement.source = 'step'
WHERE line.scorecard = 'hospital-vbp' AND line.period = '2024'
