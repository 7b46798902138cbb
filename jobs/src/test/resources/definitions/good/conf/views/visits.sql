-- One row per birth that was followed by a death.
SELECT
  b.residence AS unit,
  substr(cast(b.birth_date AS STRING), 1, 7) AS period,
  count(*) AS deaths,
  max(concat(b._delivery, ':', b._line)) AS _ref
FROM health_birth b
JOIN health_death d ON d.person = b.person
GROUP BY b.residence, substr(cast(b.birth_date AS STRING), 1, 7)
