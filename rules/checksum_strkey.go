package rules

import (
	"encoding/base32"
	"encoding/binary"
	"math/rand"
)

// Stellar writes its keys as StrKey, base 32 of a byte that says what it is, 32 bytes
// and their CRC-16 (XModem), its least significant byte first; secret seeds begin with
// "S": stellar.org/protocol/sep-23.
var (
	_ = registerChecksum("stellar-seed", func(secret string) bool {
		b, err := base32.StdEncoding.DecodeString(secret)
		n := len(b) - 2
		return err == nil && n > 0 && b[0] == stellarSeed && crc16(b[:n]) == binary.LittleEndian.Uint16(b[n:])
	})
	_ = registerTemplate("stellar-seed", drawStellarSeed)
	_ = registerTemplate("stellar-seed-bad", func(r *rand.Rand, parts string) string {
		return spoilIn(drawStellarSeed(r, parts), base32Digits)
	})
)

const stellarSeed = 18 << 3

// drawStellarSeed draws the bytes that parts describe as drawBytes does.
func drawStellarSeed(r *rand.Rand, parts string) string {
	b := append([]byte{stellarSeed}, drawBytes(r, parts)...)
	return base32.StdEncoding.EncodeToString(binary.LittleEndian.AppendUint16(b, crc16(b)))
}

// crc16 is CRC-16/XMODEM: polynomial 0x1021, begun with zero.
func crc16(b []byte) (crc uint16) {
	for _, c := range b {
		crc ^= uint16(c) << 8
		for range 8 {
			top := crc & 0x8000
			if crc <<= 1; top != 0 {
				crc ^= 0x1021
			}
		}
	}
	return crc
}
