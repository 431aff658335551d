// Verifies logs with the hashes and signatures of golang.org/x/mod/sumdb (note, tlog).
//
// Everything is recomputed from the entries: no hash is believed because it stands in a tile.
// (tlog.TileHashReader of the releases before 0.40 leaves up to two tiles unauthenticated,
// CVE-2026-56865; it is not used here.)
//
// Reads a JSON list of cases from standard input, writes a JSON list of verdicts.
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

type Case struct {
	Name, Folder, Vkey string
	Older              []string
}

type Verdict struct {
	Name   string `json:"name"`
	OK     bool   `json:"ok"`
	Reason string `json:"reason"`
}

// hashes is the tree as it follows from the entries, in the order of tlog.StoredHashIndex.
type hashes []tlog.Hash

func (h hashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		if index >= int64(len(h)) {
			return nil, fmt.Errorf("hash %d of %d", index, len(h))
		}
		out[i] = h[index]
	}
	return out, nil
}

func checkpoint(data []byte, vkey string) (tlog.Tree, error) {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return tlog.Tree{}, err
	}
	opened, err := note.Open(data, note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 || lines[0] != verifier.Name() {
		return tlog.Tree{}, errors.New("not a checkpoint of this log")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 || strconv.FormatInt(size, 10) != lines[1] {
		return tlog.Tree{}, errors.New("malformed size")
	}
	root, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || len(root) != tlog.HashSize {
		return tlog.Tree{}, errors.New("malformed root")
	}
	tree := tlog.Tree{N: size}
	copy(tree.Hash[:], root)
	return tree, nil
}

func treeHash(n int64, stored hashes) (tlog.Hash, error) {
	if n == 0 { // tlog.TreeHash leaves the empty tree to its caller
		return tlog.ParseHash("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")
	}
	return tlog.TreeHash(n, stored)
}

// path is where C2SP tlog-tiles serves what tlog.Tile calls tile/8/<L>/… and tile/8/data/….
func path(tile tlog.Tile) string {
	p := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
	return strings.Replace(p, "tile/data/", "tile/entries/", 1)
}

// parse is the inverse of path; it refuses every path but the canonical one.
func parse(p string) (tlog.Tile, error) {
	p = strings.Replace(p, "tile/entries/", "tile/data/", 1)
	return tlog.ParseTilePath(strings.Replace(p, "tile/", "tile/8/", 1))
}

func entries(data []byte) ([][]byte, error) {
	var out [][]byte
	for len(data) > 0 {
		if len(data) < 2 || len(data)-2 < int(binary.BigEndian.Uint16(data)) {
			return nil, errors.New("truncated bundle")
		}
		end := 2 + int(binary.BigEndian.Uint16(data))
		out, data = append(out, data[2:end]), data[end:]
	}
	return out, nil
}

// recompute reads all entries of a tree of n and hashes them.
func recompute(folder string, n int64) (hashes, [][]byte, error) {
	var stored hashes
	var all [][]byte
	for first := int64(0); first < n; first += 1 << height {
		width := n - first
		if width > 1<<height {
			width = 1 << height
		}
		tile := tlog.Tile{H: height, L: -1, N: first >> height, W: int(width)}
		data, err := os.ReadFile(filepath.Join(folder, path(tile)))
		if err != nil {
			return nil, nil, err
		}
		bundle, err := entries(data)
		if err != nil || int64(len(bundle)) != width {
			return nil, nil, fmt.Errorf("%s: malformed", path(tile))
		}
		for i, entry := range bundle {
			more, err := tlog.StoredHashes(first+int64(i), entry, stored)
			if err != nil {
				return nil, nil, err
			}
			stored = append(stored, more...)
		}
		all = append(all, bundle...)
	}
	return stored, all, nil
}

// files holds every file of the tree against what the entries make: all tiles must be there,
// and what else there is of this tree (narrower copies, from older sizes) must say the same.
func files(folder string, n int64, stored hashes, all [][]byte) error {
	for level := 0; n>>(height*level) > 0; level++ {
		count := n >> (height * level)
		for first := int64(0); first < count; first += 1 << height {
			tile := tlog.Tile{H: height, L: level, N: first >> height, W: 1 << height}
			if count-first < 1<<height {
				tile.W = int(count - first)
			}
			if _, err := os.Stat(filepath.Join(folder, path(tile))); err != nil {
				return err
			}
		}
	}
	return filepath.WalkDir(filepath.Join(folder, "tile"), func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			if errors.Is(err, fs.ErrNotExist) && n == 0 {
				return nil
			}
			return err
		}
		relative, err := filepath.Rel(folder, p)
		if err != nil {
			return err
		}
		tile, err := parse(filepath.ToSlash(relative))
		if err != nil {
			return err
		}
		level := tile.L
		if level < 0 {
			level = 0
		}
		if tile.N<<height+int64(tile.W) > n>>(height*level) {
			return nil // of a larger tree, whose checkpoint was not published yet
		}
		data, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		if tile.L >= 0 {
			want, err := tlog.ReadTileData(tile, stored)
			if err != nil || !bytes.Equal(want, data) {
				return fmt.Errorf("%s: not what the entries make", relative)
			}
			return nil
		}
		bundle, err := entries(data)
		first := tile.N << height
		if err != nil || len(bundle) != tile.W {
			return fmt.Errorf("%s: malformed", relative)
		}
		for i, entry := range bundle {
			if !bytes.Equal(entry, all[first+int64(i)]) {
				return fmt.Errorf("%s: another entry %d", relative, first+int64(i))
			}
		}
		return nil
	})
}

// continues says whether the tree has grown from the one of an older checkpoint.
func continues(data []byte, vkey string, tree tlog.Tree, stored hashes) error {
	older, err := checkpoint(data, vkey)
	if err != nil {
		return err
	}
	if older.N > tree.N {
		return fmt.Errorf("%d entries were signed before, %d are now", older.N, tree.N)
	}
	if older.N == 0 || older.N == tree.N {
		hash, err := treeHash(older.N, stored)
		if err == nil && hash != older.Hash {
			err = errors.New("another tree was signed")
		}
		return err
	}
	proof, err := tlog.ProveTree(tree.N, older.N, stored)
	if err != nil {
		return err
	}
	return tlog.CheckTree(proof, tree.N, tree.Hash, older.N, older.Hash)
}

func verify(c Case) error {
	data, err := os.ReadFile(filepath.Join(c.Folder, "checkpoint"))
	if err != nil {
		return err
	}
	tree, err := checkpoint(data, c.Vkey)
	if err != nil {
		return err
	}
	stored, all, err := recompute(c.Folder, tree.N)
	if err != nil {
		return err
	}
	root, err := treeHash(tree.N, stored)
	if err != nil || root != tree.Hash {
		return errors.New("the entries do not make the root")
	}
	if err := files(c.Folder, tree.N, stored, all); err != nil {
		return err
	}
	for _, name := range c.Older {
		older, err := os.ReadFile(name)
		if err == nil {
			err = continues(older, c.Vkey, tree, stored)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", filepath.Base(name), err)
		}
	}
	return nil
}

func main() {
	var cases []Case
	if err := json.NewDecoder(os.Stdin).Decode(&cases); err != nil {
		panic(err)
	}
	verdicts := make([]Verdict, 0, len(cases))
	for _, c := range cases {
		verdict := Verdict{Name: c.Name, OK: true}
		if err := verify(c); err != nil {
			verdict.OK, verdict.Reason = false, err.Error()
		}
		verdicts = append(verdicts, verdict)
	}
	if err := json.NewEncoder(os.Stdout).Encode(verdicts); err != nil {
		panic(err)
	}
}
