// Verifies logs with @sigstore/verify: the signature of the checkpoint, and the inclusion of
// entries by proofs that are put together from the tiles, as a client of the log would do it.
//
// The library has no consistency proofs, so older checkpoints say nothing here.
// Reads a JSON list of cases from standard input, writes a JSON list of verdicts.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { crypto } = require('@sigstore/core');
const library = path.join(__dirname, 'node_modules', '@sigstore', 'verify', 'dist', 'tlog');
const { verifyCheckpoint } = require(path.join(library, 'checkpoint.js'));
const { verifyMerkleInclusion } = require(path.join(library, 'merkle.js'));

const WIDTH = 256;
const NODE = Buffer.from([1]);

// A log as @sigstore knows it: name, first bytes of the key id, public key.
function logOf(vkey) {
  const [name, id] = vkey.split('+', 2);
  const material = vkey.slice(name.length + id.length + 2); // it may have a plus of its own
  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'),
    Buffer.from(material, 'base64').subarray(1)]);
  return {
    baseURL: name,
    logID: Buffer.from(id, 'hex'),
    publicKey: crypto.createPublicKey(der, 'spki'),
  };
}

function indexPath(index) {
  let out = String(index % 1000).padStart(3, '0');
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    out = `x${String(rest % 1000).padStart(3, '0')}/${out}`;
  }
  return out;
}

class Tiles {
  constructor(folder, size) {
    this.folder = folder;
    this.size = size;
    this.known = new Map();
  }

  read(level, index, count) {
    const width = Math.min(WIDTH, count - index * WIDTH);
    const suffix = width < WIDTH ? `.p/${width}` : '';
    const data = fs.readFileSync(path.join(this.folder, `tile/${level}/${indexPath(index)}${suffix}`));
    return { data, width };
  }

  // The hashes of a tile, and the pairs of them, and the pairs of those, up to its top.
  tile(level, index) {
    const key = `${level}/${index}`;
    if (!this.known.has(key)) {
      const { data, width } = this.read(level, index, Math.floor(this.size / WIDTH ** level));
      if (data.length !== width * 32) throw new Error(`${key}: ${data.length} bytes`);
      const rows = [[]];
      for (let at = 0; at < data.length; at += 32) rows[0].push(data.subarray(at, at + 32));
      while (rows.at(-1).length > 1) {
        const below = rows.at(-1);
        rows.push([]);
        for (let at = 0; at + 1 < below.length; at += 2) {
          rows.at(-1).push(crypto.digest('sha256', NODE, below[at], below[at + 1]));
        }
      }
      this.known.set(key, rows);
    }
    return this.known.get(key);
  }

  // The hash of the perfect subtree of 2**height entries, the index-th of its kind.
  node(height, index) {
    const level = Math.floor(height / 8);
    const row = height % 8;
    const perTile = WIDTH >> row;
    return this.tile(level, Math.floor(index / perTile))[row][index % perTile];
  }

  // The tree hash of a range whose start is a multiple of a power of two not below its length.
  range(start, end) {
    const length = end - start;
    const height = Math.floor(Math.log2(length));
    const left = 2 ** height;
    if (length === left) return this.node(height, start / left);
    return crypto.digest('sha256', NODE, this.node(height, start / left), this.range(start + left, end));
  }

  proof(index) {
    const hashes = [];
    let start = 0;
    let end = this.size;
    while (end - start > 1) {
      const middle = start + 2 ** Math.floor(Math.log2(end - start - 0.5));
      if (index < middle) {
        hashes.unshift(this.range(middle, end));
        end = middle;
      } else {
        hashes.unshift(this.range(start, middle));
        start = middle;
      }
    }
    return hashes;
  }

  bundle(index) {
    const { data, width } = this.read('entries', index, this.size);
    const out = [];
    for (let at = 0; at < data.length;) {
      const end = at + 2 + data.readUInt16BE(at);
      if (end > data.length) throw new Error(`bundle ${index} is cut short`);
      out.push(data.subarray(at + 2, end));
      at = end;
    }
    if (out.length !== width) throw new Error(`bundle ${index}: ${out.length} entries`);
    return out;
  }
}

function verify({ folder, vkey, stride }) {
  const envelope = fs.readFileSync(path.join(folder, 'checkpoint'), 'utf8');
  const log = logOf(vkey);
  const checkpoint = verifyCheckpoint({ inclusionProof: { checkpoint: { envelope } } }, [log]);
  if (checkpoint.origin !== log.baseURL) throw new Error('a checkpoint of another log');
  const size = Number(checkpoint.logSize);
  const tiles = new Tiles(folder, size);
  for (let index = 0; index * WIDTH < size; index += 1) {
    tiles.bundle(index).forEach((canonicalizedBody, at) => {
      const logIndex = index * WIDTH + at;
      if (logIndex % stride !== 0 && logIndex + 1 !== size) return;
      const inclusionProof = { logIndex: String(logIndex), hashes: tiles.proof(logIndex) };
      verifyMerkleInclusion({ inclusionProof, canonicalizedBody }, checkpoint);
    });
  }
}

const verdicts = JSON.parse(fs.readFileSync(0, 'utf8')).map((one) => {
  try {
    verify(one);
    return { name: one.name, ok: true, reason: '' };
  } catch (error) {
    return { name: one.name, ok: false, reason: String(error.message) };
  }
});
process.stdout.write(JSON.stringify(verdicts));
