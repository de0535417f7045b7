-- name: AddCredential :execrows
INSERT INTO credential (id, serial, person_id, course_id, version_id, attempt_id, issuer, issued_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING;

-- name: CredentialBySerial :one
SELECT k.id, k.serial, k.person_id, k.course_id, k.version_id, k.attempt_id, k.issuer, k.issued_at, k.revoked_at, k.revoked_why,
       p.name, p.erased_at, p.unit_id, u.path, v.title, v.number
FROM credential k JOIN person p ON p.id = k.person_id JOIN unit u ON u.id = p.unit_id JOIN course_version v ON v.id = k.version_id WHERE k.serial = $1;

-- name: CredentialsOf :many
SELECT k.id, k.serial, k.person_id, k.course_id, k.version_id, k.attempt_id, k.issuer, k.issued_at, k.revoked_at, k.revoked_why,
       p.name, p.erased_at, p.unit_id, u.path, v.title, v.number
FROM credential k JOIN person p ON p.id = k.person_id JOIN unit u ON u.id = p.unit_id JOIN course_version v ON v.id = k.version_id
WHERE k.person_id = $1 ORDER BY k.issued_at DESC LIMIT 200;

-- name: CompletedWithout :many
SELECT e.id FROM enrolment e JOIN person p ON p.id = e.person_id
WHERE e.completed_at > 0 AND e.confirmed_at = 0 AND p.erased_at = 0 ORDER BY e.completed_at LIMIT 100;

-- name: LiveCredential :one
SELECT issued_at FROM credential WHERE person_id = $1 AND course_id = $2 AND revoked_at = 0;

-- name: Confirm :exec
UPDATE enrolment SET confirmed_at = $1 WHERE id = $2 AND confirmed_at = 0;

-- Holds the enrolment's row while its completion is the one to be confirmed, and never was: what was revoked stays so.
-- name: HoldCompleted :execrows
UPDATE enrolment SET confirmed_at = confirmed_at WHERE id = $1 AND completed_at = $2 AND confirmed_at = 0;

-- name: Unconfirm :exec
UPDATE enrolment SET confirmed_at = 0 WHERE id = $1;

-- name: PassedAttempt :one
SELECT id FROM attempt WHERE enrolment_id = $1 AND passed ORDER BY submitted_at LIMIT 1;
