package rules

import "math"

// Entropy returns the Shannon entropy of s in bits per byte: 0 for the empty
// string and for one byte repeated, log2(n) for n different bytes.
func Entropy(s string) float64 {
	var counts [256]int32
	for i := range len(s) {
		counts[s[i]]++
	}
	sum, n := 0.0, float64(len(s))
	for _, c := range counts {
		if c > 0 {
			sum -= float64(c) * math.Log2(float64(c)/n)
		}
	}
	if sum <= 0 { // also turns -0 into 0
		return 0
	}
	return sum / n
}
