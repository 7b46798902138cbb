-- One row per patient and year: how often seen face to face (1 clinic, 2 home), and whether the last
-- visit was controlled. The visit number breaks ties, so that the result never depends on row order.
SELECT
  residence_code AS unit,
  substr(cast(visit_date AS STRING), 1, 4) AS period,
  person_id,
  sum(CASE WHEN visit_way IN ('1', '2') THEN 1 ELSE 0 END) AS face_visits,
  max_by(
    CASE WHEN systolic < 140 AND diastolic < 90 THEN 1 ELSE 0 END,
    concat(cast(visit_date AS STRING), visit_id)) AS controlled,
  max(concat(_delivery, ':', _line)) AS _ref
FROM health_hypertension_visit
GROUP BY residence_code, substr(cast(visit_date AS STRING), 1, 4), person_id
