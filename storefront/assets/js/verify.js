// Checks the code of a certificate with nothing but the code, the published keys and this browser: the same steps as
// org.bangxiao.certification.SignedCode. Nothing is sent; that a certificate was stopped since can only be asked online.

const utf8 = text => new TextEncoder().encode(text);

function unbase64url(text) {
  const plain = text.replaceAll('-', '+').replaceAll('_', '/');
  return Uint8Array.from(atob(plain), each => each.charCodeAt(0));
}

/** What a scanned text says, or null where it is no code of ours. */
export function read(scanned) {
  const found = /^(?:.*[?&#]c=)?([A-Za-z0-9_-]{20,1500})\.([A-Za-z0-9_-]{86})\s*$/.exec(scanned.trim());
  if (!found) {
    return null;
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(unbase64url(found[1]));
    const parts = text.split('|');
    return parts.length === 6 && parts[0] === 'BX1'
      ? {
          text,
          number: parts[1],
          countyCode: parts[2],
          validTo: parts[3],
          product: parts[4],
          kid: parts[5],
          signature: unbase64url(found[2]),
        }
      : null;
  } catch (e) {
    return null;
  }
}

/** good, over (genuine, past its last day), bad, or unable where this browser knows no Ed25519. */
export async function check(code, keys, today) {
  const key = keys.find(each => each.kid === code.kid);
  if (!key) {
    return 'bad';
  }
  if (!globalThis.crypto?.subtle) {
    return 'unable';
  }
  let publicKey;
  try {
    publicKey = await crypto.subtle.importKey(
      'jwk', { kty: 'OKP', crv: 'Ed25519', x: key.x }, { name: 'Ed25519' }, false, ['verify']);
  } catch (e) {
    return 'unable';
  }
  const genuine = await crypto.subtle.verify('Ed25519', publicKey, code.signature, utf8(code.text));
  return !genuine ? 'bad' : code.validTo < today ? 'over' : 'good';
}

function chinaToday() {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(new Date());
}

async function show(form, scanned) {
  const box = document.getElementById('verify-local');
  const facts = document.getElementById('verify-facts');
  const looksLikeOne = /\.[A-Za-z0-9_-]{60,}\s*$/.test(scanned);
  box.hidden = !looksLikeOne;
  if (!looksLikeOne) {
    return;
  }
  const code = read(scanned);
  const said = code ? await check(code, JSON.parse(form.dataset.keys).keys, chinaToday()) : 'bad';
  for (const each of box.querySelectorAll('[data-said]')) {
    each.hidden = each.dataset.said !== said;
  }
  facts.hidden = said !== 'good' && said !== 'over';
  for (const each of facts.querySelectorAll('[data-fact]')) {
    each.textContent = code ? code[each.dataset.fact] : '';
  }
}

const form = globalThis.document?.getElementById('verify');
if (form) {
  const field = form.querySelector('[name=number]');
  field.addEventListener('input', () => show(form, field.value));
  if (form.dataset.code) {
    show(form, form.dataset.code);
  }
}
