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
       v.bytes, v.origin, v.manifest, v.published_at
FROM course c JOIN course_version v ON v.id = c.version_id WHERE c.slug = $1;

-- name: Version :one
SELECT v.id, v.course_id, c.slug, v.number, v.compiled, v.bank, v.title, v.summary, v.language, v.audiences, v.minutes, v.lessons,
       v.bytes, v.origin, v.manifest, v.published_at
FROM course_version v JOIN course c ON c.id = v.course_id WHERE v.id = $1;

-- name: CurrentVersions :many
SELECT v.id, v.course_id, c.slug, v.number, v.compiled, v.bank, v.title, v.summary, v.language, v.audiences, v.minutes, v.lessons,
       v.bytes, v.origin, v.manifest, v.published_at
FROM course c JOIN course_version v ON v.id = c.version_id
WHERE (sqlc.arg(folded) = '' OR v.folded LIKE '%' || sqlc.arg(folded) || '%')
  AND (sqlc.arg(audience) = '' OR v.audiences LIKE '%,' || sqlc.arg(audience) || ',%')
ORDER BY c.created_at, c.id LIMIT 200;

-- name: VersionsOf :many
SELECT v.id, v.number, v.origin, v.published_at, v.title, v.lessons FROM course_version v WHERE v.course_id = $1 ORDER BY v.number DESC LIMIT 100;

-- name: VersionSources :many
SELECT f.path, b.bytes FROM version_file f JOIN blob b ON b.hash = f.hash WHERE f.version_id = $1 ORDER BY f.path;
