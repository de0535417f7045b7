-- name: AddBlob :exec
INSERT INTO blob (hash, size, bytes) VALUES ($1, $2, $3) ON CONFLICT (hash) DO NOTHING;

-- name: Blob :one
SELECT bytes FROM blob WHERE hash = $1;

-- name: AddMedia :exec
INSERT INTO media (hash, media_type) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING;

-- name: Media :one
SELECT m.media_type, b.bytes FROM media m JOIN blob b ON b.hash = m.hash WHERE m.hash = $1;

-- Adds the course or finds it, and holds its row either way: replicas that publish at once follow one another.
-- name: LockCourse :one
INSERT INTO course (id, slug, created_at) VALUES ($1, $2, $3) ON CONFLICT (slug) DO UPDATE SET slug = excluded.slug
RETURNING id, version_id;

-- name: SetCourseVersion :exec
UPDATE course SET version_id = $1 WHERE id = $2;

-- name: LastVersionNumber :one
SELECT CAST(coalesce(max(number), 0) AS INTEGER) AS number FROM course_version WHERE course_id = $1;

-- name: VersionByManifest :one
SELECT v.id, v.number FROM course_version v JOIN course c ON c.id = v.course_id WHERE c.slug = $1 AND v.manifest = $2;

-- name: AddVersion :exec
INSERT INTO course_version (id, course_id, number, manifest, compiled, bank, title, summary, language, audiences, minutes, lessons,
    bytes, folded, origin, release, published_at, published_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18);

-- name: AddVersionFile :exec
INSERT INTO version_file (version_id, path, hash) VALUES ($1, $2, $3);

-- name: CurrentVersion :one
SELECT v.id, v.course_id, c.slug, v.number, v.compiled, v.bank, v.title, v.summary, v.language, v.audiences, v.minutes, v.lessons,
       v.bytes, v.origin, v.release, v.manifest, v.published_at
FROM course c JOIN course_version v ON v.id = c.version_id WHERE c.slug = $1;

-- name: Version :one
SELECT v.id, v.course_id, c.slug, v.number, v.compiled, v.bank, v.title, v.summary, v.language, v.audiences, v.minutes, v.lessons,
       v.bytes, v.origin, v.release, v.manifest, v.published_at
FROM course_version v JOIN course c ON c.id = v.course_id WHERE v.id = $1;

-- name: CurrentVersions :many
SELECT v.id, v.course_id, c.slug, v.number, v.compiled, v.bank, v.title, v.summary, v.language, v.audiences, v.minutes, v.lessons,
       v.bytes, v.origin, v.release, v.manifest, v.published_at
FROM course c JOIN course_version v ON v.id = c.version_id
WHERE (sqlc.arg(folded) = '' OR v.folded LIKE '%' || sqlc.arg(folded) || '%')
  AND (sqlc.arg(audience) = '' OR v.audiences LIKE '%,' || sqlc.arg(audience) || ',%')
ORDER BY c.created_at, c.id LIMIT 200;

-- name: VersionsOf :many
SELECT v.id, v.number, v.origin, v.release, v.published_at, v.title, v.lessons, coalesce(p.name, '') AS name
FROM course_version v LEFT JOIN account a ON a.id = v.published_by LEFT JOIN person p ON p.id = a.person_id
WHERE v.course_id = $1 ORDER BY v.number DESC LIMIT 100;

-- name: VersionSources :many
SELECT f.path, b.bytes FROM version_file f JOIN blob b ON b.hash = f.hash WHERE f.version_id = $1 ORDER BY f.path;

-- name: AddProposal :exec
INSERT INTO proposal (id, slug, title, manifest, origin, came_from, release, state, created_at, created_by, unit_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (slug, origin, manifest) DO NOTHING;

-- name: ProposalByManifest :one
SELECT id, state FROM proposal WHERE slug = $1 AND origin = $2 AND manifest = $3;

-- name: ReopenProposal :exec
UPDATE proposal SET state = $1, created_at = $2, created_by = $3, came_from = $4, release = $5, title = $6, unit_id = $7, decided_at = 0, decided_by = NULL
WHERE id = $8;

-- Of each source only the last proposal stays open, and of people each one's own.
-- name: ReplaceProposals :exec
UPDATE proposal SET state = 'replaced' WHERE slug = $1 AND origin = $2 AND id <> $3 AND state IN ('waiting', 'faulty')
  AND created_by IS NOT DISTINCT FROM $4;

-- name: CloseProposals :exec
UPDATE proposal SET state = 'replaced' WHERE slug = $1 AND origin = $2 AND state IN ('waiting', 'faulty') AND created_by IS NULL;

-- name: AddProposalFile :exec
INSERT INTO proposal_file (proposal_id, path, hash) VALUES ($1, $2, $3) ON CONFLICT (proposal_id, path) DO NOTHING;

-- name: Proposal :one
SELECT id, slug, title, manifest, origin, came_from, release, state, created_at, created_by, decided_at, decided_by, unit_id FROM proposal WHERE id = $1;

-- name: OpenProposals :many
SELECT id, slug, title, manifest, origin, came_from, release, state, created_at, created_by, decided_at, decided_by, unit_id FROM proposal
WHERE state IN ('waiting', 'faulty') ORDER BY created_at DESC, id LIMIT 200;

-- name: RejectedProposals :one
SELECT count(*) FROM proposal WHERE slug = $1 AND manifest = $2 AND state = 'rejected';

-- name: ProposalSources :many
SELECT f.path, b.bytes FROM proposal_file f JOIN blob b ON b.hash = f.hash WHERE f.proposal_id = $1 ORDER BY f.path;

-- name: ProposalFile :one
SELECT f.path, b.bytes FROM proposal_file f JOIN blob b ON b.hash = f.hash WHERE f.proposal_id = $1 AND f.hash = $2 ORDER BY f.path LIMIT 1;

-- name: DecideProposal :execrows
UPDATE proposal SET state = $1, decided_at = $2, decided_by = $3 WHERE id = $4 AND state IN ('waiting', 'faulty');
