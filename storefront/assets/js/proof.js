// Checks a proof with nothing but the proof, the published keys and this browser: the same steps as
// org.bangxiao.ledger.ProofCheck. Every hash that a later step uses is the one computed here, never the one sent.

const hex = bytes => Array.from(new Uint8Array(bytes), b => b.toString(16).padStart(2, '0')).join('');
const unhex = text => Uint8Array.from(text.match(/../g) ?? [], pair => parseInt(pair, 16));
const utf8 = text => new TextEncoder().encode(text);

async function sha256(...parts) {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return new Uint8Array(await crypto.subtle.digest('SHA-256', all));
}

async function climb(data, path) {
  let hash = await sha256([0], data);
  for (const step of path) {
    const neighbour = unhex(step.hash);
    hash = step.side === 'left' ? await sha256([1], neighbour, hash) : await sha256([1], hash, neighbour);
  }
  return hash;
}

async function signed(checkpoint, keys) {
  const key = keys.find(each => each.kid === checkpoint.keyId);
  if (!key) {
    return false;
  }
  const publicKey = await crypto.subtle.importKey(
    'jwk', { kty: 'OKP', crv: 'Ed25519', x: key.x }, { name: 'Ed25519' }, false, ['verify']);
  return crypto.subtle.verify('Ed25519', publicKey, unhex(checkpoint.signature), utf8(checkpoint.text));
}

/** Answers [step, 'passed' | 'failed' | 'unable'] for each step. */
export async function check(proof, keys) {
  const said = [];
  const say = (step, passed) => said.push([step, passed ? 'passed' : 'failed']);
  const record = await sha256(utf8(proof.record));
  say('record', hex(record) === proof.recordSha256);
  const contentRoot = await climb(record, proof.contentPath);
  say('content-root', hex(contentRoot) === proof.contentRoot);
  const tx = proof.transaction;
  const digest = await sha256([2], contentRoot, unhex(tx.bodyHash));
  say('digest', hex(digest) === tx.digest);
  const blockRoot = await climb(digest, tx.blockPath);
  say('block-root', hex(blockRoot) === tx.blockRoot);
  const blockHash = await sha256([3], unhex(tx.previousBlockHash), blockRoot);
  say('block-hash', hex(blockHash) === tx.blockHash);
  const dayRoot = await climb(blockHash, tx.dayPath);
  say('day-root', hex(dayRoot) === tx.checkpoint.root);
  say('checkpoint', tx.checkpoint.text.split('\n').includes('root: ' + hex(dayRoot)));
  try {
    say('signature', await signed(tx.checkpoint, keys));
  } catch (e) {
    // An older browser without Ed25519 is no reason to cry wolf.
    said.push(['signature', 'unable']);
  }
  return said;
}

function show(box, verdict) {
  box.classList.toggle('verdict-wait', verdict === 'unable');
  box.classList.toggle('verdict-bad', verdict === 'bad');
  for (const each of ['pending', 'good', 'bad', 'unable']) {
    const text = document.getElementById('proof-' + each);
    if (text) {
      text.hidden = each !== verdict;
    }
  }
}

async function run(box) {
  try {
    const [proof, published] = await Promise.all([box.dataset.proof, box.dataset.keys ?? '/api/proofs/keys'].map(
      address => fetch(address, { headers: { Accept: 'application/json' } }).then(answer => answer.json())));
    if (!globalThis.crypto?.subtle) {
      show(box, 'unable');
      return;
    }
    const said = await check(proof, published.keys);
    for (const [step, word] of said) {
      document.querySelector(`#proof-steps [data-step="${step}"] [data-said="${word}"]`)?.removeAttribute('hidden');
    }
    const words = said.map(([, word]) => word);
    show(box, words.includes('failed') ? 'bad' : words.includes('unable') ? 'unable' : 'good');
  } catch (e) {
    show(box, 'unable');
  }
}

const box = globalThis.document?.getElementById('proof');
if (box) {
  run(box);
}
