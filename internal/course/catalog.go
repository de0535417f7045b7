package course

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"hocso/internal/cache"
	"hocso/internal/clock"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/vntext"
)

// Origins of versions.
const (
	Embedded = "embedded"
	Folder   = "folder"
	Git      = "git"
	Zip      = "zip"
	Editor   = "editor"
)

// Hash is a SHA-256.
type Hash [sha256.Size]byte

// HashOf names bytes by their content.
func HashOf(b []byte) Hash { return sha256.Sum256(b) }

// String is the hash in hex.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// ParseHash reads hex.
func ParseHash(s string) (Hash, bool) {
	var h Hash
	b, err := hex.DecodeString(s)
	if err != nil || len(b) != len(h) {
		return h, false
	}
	return Hash(b), true
}

// File is a source file of a course, by its path within the course's folder.
type File struct {
	Path string
	Data []byte
}

// Medium is a file that pages show or offer, served by its hash.
type Medium struct {
	Hash Hash
	Type string
	Data []byte
}

// Manifest names a version by what it is made of: the hash over the sorted paths and hashes of its sources.
func Manifest(files []File) Hash {
	lines := make([]string, len(files))
	for i, f := range files {
		lines[i] = f.Path + "\x00" + HashOf(f.Data).String() + "\n"
	}
	slices.Sort(lines)
	return HashOf([]byte(strings.Join(lines, "")))
}

// Draft is a checked course that is proposed as a version.
type Draft struct {
	Course  *Course
	Sources []File
	Media   []Medium
	Origin  string
	Release string // of the binary
	Actor   id.ID  // zero: start-up or the command line
	// Unasked says that a source brings it and no person has asked: it becomes a version only if Base is still current.
	Unasked bool
	Base    id.ID // zero: the course is new
	Unit    id.ID // whose authors write the course from its first version on; zero: those of the top
}

// Stored is a draft as the store takes it: everything by hash.
type Stored struct {
	Slug, Title, Summary, Language string
	Audiences                      []string
	Minutes, Lessons               int
	Bytes                          int64
	Folded                         string // for search
	Manifest                       Hash
	Compiled, Bank                 []byte // JSON
	Draft
}

// Version describes a published version without its content.
type Version struct {
	ID, CourseID   id.ID
	Slug           string
	Number         int
	Title, Summary string
	Language       string
	Audiences      []string
	Minutes        int
	Lessons        int
	Bytes          int64
	Origin         string
	Release        string // of the binary that published it
	Manifest       Hash
	Compiled, Bank Hash
	Published      clock.Micro
	By             string // name of the person who published it, in the history only; "" for a version that no person decided on
}

// Published is a version with the compiled course; the bank is left out.
type Published struct {
	Version
	Course *Course
}

// Filter narrows the catalogue.
type Filter struct {
	Query    string // folded before it is compared
	Audience string
}

// Store keeps versions. Look-ups return NotFound for what is absent.
type Store interface {
	CurrentVersion(ctx context.Context, slug string) (Version, error)
	Version(ctx context.Context, version id.ID) (Version, error)
	CurrentVersions(ctx context.Context, folded, audience string) ([]Version, error)
	VersionsOf(ctx context.Context, course id.ID) ([]Version, error)
	// KnownManifest is the number of the course's version with these sources; 0 when none was ever published here.
	KnownManifest(ctx context.Context, slug string, manifest Hash) (int, error)
	// Publish makes the next version and the course's current one.
	Publish(ctx context.Context, s Stored) (Version, error)
	Blob(ctx context.Context, hash Hash) ([]byte, error)
	Media(ctx context.Context, hash Hash) (Medium, error)
	// Files lists the source files of a version by path.
	Files(ctx context.Context, version id.ID) ([]File, error)
}

// Catalog serves published versions from the database, with what was read last kept in memory.
type Catalog struct {
	store    Store
	versions *cache.Cache[id.ID, Version] // rows never change
	courses  *cache.Cache[Hash, *Course]
	banks    *cache.Cache[Hash, []Question]
	compared *cache.Cache[[2]Hash, Changes] // by both of the versions
}

// keptBytes bounds the compiled JSON behind what is kept in memory; the values take about twice that.
const keptBytes = 6 << 20

// NewCatalog makes a catalogue over a store.
func NewCatalog(store Store) *Catalog {
	return &Catalog{
		store:    store,
		versions: cache.New[id.ID, Version](1024, nil),
		courses:  cache.New[Hash](keptBytes, func(c *Course) int { return c.size }),
		banks:    cache.New[Hash, []Question](16, nil),
		compared: cache.New[[2]Hash, Changes](64, nil),
	}
}

// Current is the published version of a course. Error kind: NotFound.
func (c *Catalog) Current(ctx context.Context, slug string) (*Published, error) {
	v, err := c.store.CurrentVersion(ctx, slug)
	if err != nil {
		return nil, err
	}
	return c.load(ctx, v)
}

// CurrentVersion is Current without the content. Error kind: NotFound.
func (c *Catalog) CurrentVersion(ctx context.Context, slug string) (Version, error) {
	return c.store.CurrentVersion(ctx, slug)
}

// Version is any version ever published. Error kind: NotFound.
func (c *Catalog) Version(ctx context.Context, version id.ID) (*Published, error) {
	v, err := c.versions.Get(ctx, version, func(ctx context.Context) (Version, error) { return c.store.Version(ctx, version) })
	if err != nil {
		return nil, err
	}
	return c.load(ctx, v)
}

func (c *Catalog) load(ctx context.Context, v Version) (*Published, error) {
	co, err := c.courses.Get(ctx, v.Compiled, func(ctx context.Context) (*Course, error) {
		b, err := c.store.Blob(ctx, v.Compiled)
		if err != nil {
			return nil, err
		}
		co := &Course{size: len(b)}
		return co, unmarshal(b, co)
	})
	if err != nil {
		return nil, fmt.Errorf("course: version %s: %w", v.ID, err)
	}
	return &Published{v, co}, nil
}

// Bank is the exam questions of a version, keys and all: for drawing and scoring, never for a payload.
func (c *Catalog) Bank(ctx context.Context, v Version) ([]Question, error) {
	return c.banks.Get(ctx, v.Bank, func(ctx context.Context) ([]Question, error) {
		b, err := c.store.Blob(ctx, v.Bank)
		if err != nil {
			return nil, err
		}
		var bank []Question
		err = unmarshal(b, &bank)
		return bank, err
	})
}

// Whole is a version's course with its bank, keys and all: for comparisons, never for a payload.
func (c *Catalog) Whole(ctx context.Context, v Version) (*Course, error) {
	p, err := c.load(ctx, v)
	if err != nil {
		return nil, err
	}
	whole := *p.Course
	whole.Bank, err = c.Bank(ctx, v)
	return &whole, err
}

// Compare tells what one version brings against another, without the banks.
func (c *Catalog) Compare(ctx context.Context, before, after Version) (Changes, error) {
	return c.compared.Get(ctx, [2]Hash{before.Compiled, after.Compiled}, func(ctx context.Context) (Changes, error) {
		a, err := c.load(ctx, before)
		if err != nil {
			return Changes{}, err
		}
		b, err := c.load(ctx, after)
		if err != nil {
			return Changes{}, err
		}
		return Diff(a.Course, b.Course), nil
	})
}

// Editions are the versions of a course that were published, the newest first, banks included: what a new one is held
// against. None for an unknown slug.
func (c *Catalog) Editions(ctx context.Context, slug string) ([]Edition, error) {
	current, err := c.store.CurrentVersion(ctx, slug)
	if err != nil {
		if fault.Is(err, fault.NotFound) {
			return nil, nil
		}
		return nil, err
	}
	history, err := c.store.VersionsOf(ctx, current.CourseID)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(history, func(a, b Version) int { // the published one first, though it may be an older one
		return boolInt(b.ID == current.ID) - boolInt(a.ID == current.ID)
	})
	out := make([]Edition, len(history))
	for i, h := range history {
		v, err := c.store.Version(ctx, h.ID)
		if err != nil {
			return nil, err
		}
		out[i].Number = v.Number
		if out[i].Course, err = c.Whole(ctx, v); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

func unmarshal(b []byte, v any) error {
	if err := json.Unmarshal(b, v); err != nil {
		return fault.New(fault.Internal, "error.internal").Because(err)
	}
	return nil
}

// List is the catalogue: current versions, in the order in which the courses came. Error kind: Unavailable.
func (c *Catalog) List(ctx context.Context, f Filter) ([]Version, error) {
	return c.store.CurrentVersions(ctx, escapeLike(vntext.Fold(vntext.Normal(f.Query))), escapeLike(f.Audience))
}

// escapeLike drops what LIKE would read as a pattern; no title needs it to be found.
func escapeLike(s string) string { return strings.NewReplacer("%", "", "_", "", `\`, "").Replace(s) }

// History lists the versions of a course, the newest first; none for a course that is not there. Error kind: Unavailable.
func (c *Catalog) History(ctx context.Context, course id.ID) ([]Version, error) {
	return c.store.VersionsOf(ctx, course)
}

// Media is a picture or download of any version. Error kind: NotFound.
func (c *Catalog) Media(ctx context.Context, hash Hash) (Medium, error) {
	return c.store.Media(ctx, hash)
}

// Files is the folder that a version was made of, as it was published. Error kind: NotFound.
func (c *Catalog) Files(ctx context.Context, version id.ID) ([]File, error) {
	return c.store.Files(ctx, version)
}

// Known is the number of the version that has these sources, 0 when they were never published: a source that brings
// nothing new publishes nothing, and never replaces a newer version by an old one.
func (c *Catalog) Known(ctx context.Context, slug string, manifest Hash) (int, error) {
	return c.store.KnownManifest(ctx, slug, manifest)
}

// searched is what the catalogue's search looks through: people name what they need, not the course that it is in.
func searched(c *Course) string {
	parts := []string{c.Title, c.Summary}
	for _, m := range c.Modules {
		parts = append(parts, m.Title, m.Summary)
		for _, l := range m.Lessons {
			parts = append(parts, l.Title, l.Summary)
		}
	}
	return strings.Join(parts, " ")
}

// Publish makes a checked draft the course's current version. Publishing the current sources again changes nothing.
// Error kinds: Conflict for an unasked one that was overtaken, Unavailable, Full.
func (c *Catalog) Publish(ctx context.Context, d Draft) (Version, error) {
	s := Stored{
		Slug: d.Course.Slug, Title: d.Course.Title, Summary: d.Course.Summary, Language: d.Course.Language,
		Audiences: d.Course.Audience, Lessons: d.Course.Lessons(), Manifest: Manifest(d.Sources), Draft: d,
		Folded: vntext.Fold(searched(d.Course)),
	}
	for _, p := range d.Course.Places() {
		s.Minutes += p.Lesson.Minutes
		s.Bytes += int64(p.Lesson.Bytes)
	}
	public := *d.Course
	public.Bank = nil
	var err error
	if s.Compiled, err = json.Marshal(&public); err != nil {
		return Version{}, fmt.Errorf("course: %w", err)
	}
	if s.Bank, err = json.Marshal(d.Course.Bank); err != nil {
		return Version{}, fmt.Errorf("course: %w", err)
	}
	return c.store.Publish(ctx, s)
}
