package credential

import "math"

// quantize returns the bits that an event of probability p costs, in steps of
// 1/gramUnit.
func quantize(p float64) uint8 {
	return uint8(math.Round(min(255, -math.Log2(p)*gramUnit)))
}
