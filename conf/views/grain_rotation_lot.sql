-- One row per lot to be rotated in, in the month its plan ends: filled and accepted by then or not.
-- Plans are in tonnes, weighings in kilograms.
SELECT
  l.company AS unit,
  substr(cast(p.end_date AS STRING), 1, 7) AS period,
  l.line_no,
  CASE
    WHEN coalesce(
      sum(CASE WHEN s.acceptance = '1' AND s.business_date <= p.end_date THEN s.net_kg END), 0)
      >= l.quantity * 1000 THEN 1
    ELSE 0
  END AS on_time,
  max(concat(l._delivery, ':', l._line)) AS _ref
FROM grain_rotation_plan_line l
JOIN grain_rotation_plan p ON p.plan_no = l.plan_no
LEFT JOIN grain_stock_in s ON s.plan_line_no = l.line_no
WHERE l.kind = '2'
GROUP BY l.company, substr(cast(p.end_date AS STRING), 1, 7), l.line_no, l.quantity
