package store

import (
	"context"

	"hocso/internal/course"
)

// Doctor recomputes what is derived and reports every difference.
func (s *Store) Doctor(ctx context.Context, catalog *course.Catalog) ([]string, error) {
	return nil, nil
}
