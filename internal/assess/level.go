package assess

import (
	"cmp"
	"math"
	"math/big"
	"slices"

	"hocso/internal/course"
	"hocso/internal/standard"
)

// Rules are the settings by which levels are stated. No law sets them; pages show them as settings.
type Rules struct {
	CutPercent int     // share right, in percent, at which a level is reached
	Z          float64 // normal quantile of the likely range
}

// DefaultRules are 75 % right, and a likely range of 80 % (z = 1.2816).
func DefaultRules() Rules { return Rules{CutPercent: 75, Z: 1.2816} }

// Scored is what one question of an attempt came to. A question left blank is scored with share 0.
type Scored struct {
	Question   string // id
	Competence standard.Ref
	Level      int
	Points     course.Points
	Share      *big.Rat // 0 to 1
}

// Level is the level in one claimed competence that an attempt shows, and what that rests on.
type Level struct {
	Competence standard.Ref
	Claimed    int  // the level up to which the exam asks
	Stated     bool // false: not enough evidence, and Level, Low and High mean nothing
	Level      int  // highest level reached; 0: below the lowest level with enough questions
	Low, High  int  // likely range; 0 as above
	Questions  int  // scored questions of the competence up to the claimed level
	Right      *big.Rat
	Need       int             // how many Questions a statement wants
	AtLevels   []LevelEvidence // ascending; only levels that were asked
}

// LevelEvidence is how the questions of one level went. Right is the sum of their shares.
type LevelEvidence struct {
	Level, Questions int
	Right            *big.Rat
}

// LevelOf states the level in a claimed competence. It wants course.MinScored questions up to the claimed level, and can
// name a level at which course.MinAtLevel were asked, never above course.MaxByItems. A level is reached when the share
// right of the questions of that level and below is at least the cut, and no lower level that can be named
// fails the same test. The likely range asks the same of the two ends of Wilson's interval of that share (E. B. Wilson,
// JASA 22 (1927) 209–212). Questions above the claimed level count for nothing.
func LevelOf(claim course.Target, items []Scored, r Rules) Level {
	out := Level{
		Competence: claim.Ref, Claimed: claim.Level, Need: course.MinScored,
		Right: new(big.Rat), AtLevels: evidence(claim, items),
	}
	failed, highFailed := false, false
	for _, at := range out.AtLevels {
		out.Questions += at.Questions
		out.Right.Add(out.Right, at.Right)
		if at.Questions < course.MinAtLevel || at.Level > course.MaxByItems {
			continue
		}
		out.Stated = true
		low, high := r.wilson(out.Right, out.Questions)
		failed = failed || !r.reached(out.Right, out.Questions)
		highFailed = highFailed || !r.atCut(high)
		if !failed {
			out.Level = at.Level
		}
		if !failed && r.atCut(low) {
			out.Low = at.Level
		}
		if !highFailed {
			out.High = at.Level
		}
	}
	if out.Questions < out.Need || !out.Stated {
		out.Stated, out.Level, out.Low, out.High = false, 0, 0, 0
	}
	return out
}

// evidence sums up the questions that count for a claim, by level.
func evidence(claim course.Target, items []Scored) []LevelEvidence {
	var out []LevelEvidence
	for _, it := range items {
		if it.Competence != claim.Ref || it.Level > claim.Level {
			continue
		}
		i, found := slices.BinarySearchFunc(out, it.Level, func(e LevelEvidence, l int) int { return cmp.Compare(e.Level, l) })
		if !found {
			out = slices.Insert(out, i, LevelEvidence{Level: it.Level, Right: new(big.Rat)})
		}
		out[i].Questions++
		out[i].Right.Add(out[i].Right, it.Share)
	}
	return out
}

// reached reports right ÷ n ≥ cut, exactly.
func (r Rules) reached(right *big.Rat, n int) bool {
	return new(big.Rat).Mul(right, big.NewRat(100, 1)).Cmp(big.NewRat(int64(r.CutPercent)*int64(n), 1)) >= 0
}

// atCut reports share ≥ cut for an end of the interval. The interval of a perfect share ends at 1 only up to the last
// bits of a float, so a billionth is forgiven.
func (r Rules) atCut(share float64) bool { return share >= float64(r.CutPercent)/100-1e-9 }

// wilson is the score interval of right successes in n > 0 questions; partly right ones count in part.
func (r Rules) wilson(right *big.Rat, n int) (low, high float64) {
	sum, _ := right.Float64()
	k := float64(n)
	p, z2 := sum/k, r.Z*r.Z
	mid := p + z2/(2*k)
	half := r.Z * math.Sqrt(max(0, p*(1-p))/k+z2/(4*k*k))
	return (mid - half) / (1 + z2/k), (mid + half) / (1 + z2/k)
}
