-- What hocso doctor reads: everything, in bounded pages, in the order of the keys.

-- name: AllUnits :many
SELECT id, parent_id, path FROM unit ORDER BY path;

-- name: PeoplePage :many
SELECT id, name, sort_key, folded, erased_at FROM person WHERE id > sqlc.arg(after_id) ORDER BY id LIMIT 1000;

-- What must be gone of a person who was erased, and is not.
-- name: LeftOf :many
SELECT p.id, 'account' AS what FROM person p JOIN account a ON a.person_id = p.id WHERE p.erased_at > 0
UNION ALL
SELECT p.id, 'consent' AS what FROM person p JOIN consent c ON c.person_id = p.id WHERE p.erased_at > 0 AND c.withdrawn_at = 0
UNION ALL
SELECT p.id, 'credential' AS what FROM person p JOIN credential k ON k.person_id = p.id WHERE p.erased_at > 0 AND k.revoked_at = 0
UNION ALL
SELECT p.id, 'attempt' AS what FROM person p JOIN attempt a ON a.person_id = p.id WHERE p.erased_at > 0 AND a.submitted_at = 0
UNION ALL
SELECT p.id, 'evidence' AS what FROM person p JOIN record r ON r.person_id = p.id JOIN evidence v ON v.record_id = r.id
WHERE p.erased_at > 0 AND v.deleted_at = 0
UNION ALL
SELECT p.id, 'record' AS what FROM person p JOIN record r ON r.person_id = p.id WHERE p.erased_at > 0 AND r.client_key <> '';

-- name: StaffWrong :many
SELECT a.id, a.staff FROM account a
WHERE a.staff <> EXISTS (SELECT 1 FROM role_grant g WHERE g.account_id = a.id AND g.revoked_at = 0 AND g.role <> 'learner') ORDER BY a.id LIMIT 1000;

-- name: BlobsPage :many
SELECT hash, size, bytes FROM blob WHERE hash > $1 ORDER BY hash LIMIT 16;

-- name: AllVersions :many
SELECT id, course_id, number, manifest, compiled, bank, title, summary, language, minutes, lessons, bytes FROM course_version ORDER BY id;

-- name: VersionFiles :many
SELECT path, hash FROM version_file WHERE version_id = $1 ORDER BY path;

-- name: BlobsMissing :many
SELECT v.id, v.compiled AS hash FROM course_version v WHERE NOT EXISTS (SELECT 1 FROM blob b WHERE b.hash = v.compiled)
UNION ALL
SELECT v.id, v.bank AS hash FROM course_version v WHERE NOT EXISTS (SELECT 1 FROM blob b WHERE b.hash = v.bank)
UNION ALL
SELECT f.version_id AS id, f.hash FROM version_file f WHERE NOT EXISTS (SELECT 1 FROM blob b WHERE b.hash = f.hash)
UNION ALL
SELECT p.proposal_id AS id, p.hash FROM proposal_file p WHERE NOT EXISTS (SELECT 1 FROM blob b WHERE b.hash = p.hash);

-- name: CoursesAstray :many
SELECT c.id, c.version_id FROM course c
WHERE NOT EXISTS (SELECT 1 FROM course_version v WHERE v.id = c.version_id AND v.course_id = c.id) ORDER BY c.id;

-- name: AuditPage :many
SELECT id, at, actor_id, action, target_id, unit_id, data, number, hash FROM audit
WHERE number > 0 AND number > $1 ORDER BY number LIMIT 1000;

-- name: AuditHeads :many
SELECT number, hash, signed_at, key_id, signature FROM audit_head ORDER BY number;

-- name: RecordsPage :many
SELECT id, kind, person_id, course_id, version_id, attempt_id, subject, data, stored_at, unit_id
FROM record WHERE (person_id, course_id, id) > (sqlc.arg(person_id), sqlc.arg(course_id), sqlc.arg(after_id)) ORDER BY person_id, course_id, id LIMIT 1000;

-- name: EnrolmentsPage :many
SELECT id, person_id, course_id, version_id, enrolled_at, completed_at, exam_taken, exam_passed, confirmed_at FROM enrolment
WHERE (person_id, course_id) > (sqlc.arg(person_id), sqlc.arg(course_id)) ORDER BY person_id, course_id LIMIT 500;

-- name: EvidenceOf :one
SELECT salt, body, deleted_at FROM evidence WHERE record_id = $1;

-- name: AttemptsIn :many
SELECT id, person_id, course_id, version_id, number, started_at, deadline_at, submitted_at, ended_by, receipt, saves, answered, points,
       max_points, passed, rules
FROM attempt WHERE enrolment_id = $1 ORDER BY number;

-- name: LevelResults :many
SELECT competence, claimed, stated, level, low, high, questions, share FROM level_result WHERE attempt_id = $1 ORDER BY competence;

-- name: CredentialsIn :many
SELECT id, version_id, attempt_id, issued_at, revoked_at, revoked_why FROM credential WHERE person_id = $1 AND course_id = $2 ORDER BY id;

-- name: CredentialsAstray :many
SELECT k.id FROM credential k WHERE NOT EXISTS (SELECT 1 FROM enrolment e WHERE e.person_id = k.person_id AND e.course_id = k.course_id)
ORDER BY k.id LIMIT 1000;

-- name: DistinctOf :many
SELECT unit_id, year, category FROM distinct_person WHERE person_id = $1 ORDER BY unit_id, year, category;

-- name: DistinctAstray :many
SELECT d.person_id, d.unit_id, d.year, d.category FROM distinct_person d
WHERE NOT EXISTS (SELECT 1 FROM record r WHERE r.person_id = d.person_id) ORDER BY d.person_id LIMIT 1000;

-- Summary and what is not folded yet: exact at once.
-- name: AllTotals :many
SELECT t.metric, t.unit_id, t.course_id, t.year, t.detail, CAST(sum(t.amount) AS BIGINT) AS amount FROM (
    SELECT s.metric, s.unit_id, s.course_id, s.year, s.detail, s.amount FROM summary s
    UNION ALL
    SELECT d.metric, d.unit_id, d.course_id, d.year, d.detail, d.amount FROM delta d
) t GROUP BY t.metric, t.unit_id, t.course_id, t.year, t.detail;
