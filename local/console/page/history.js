import { el } from './elements/dom.js';
import { bodyBlock, bytes, code, disclosure, facts, time } from './elements/facts.js';
import { hash } from './send.js';
import { state, userOf } from './state.js';

const BACKEND =
  'What an SDK reports on a device proves nothing. Your backend asks for a verdict: see below the way of the request that started this transaction.';

/** The administrator's view: the transactions that the Agent API stand-in created, newest first, with the photo of each. */
export function historyView(id) {
  const listed = state.transactions.toReversed();
  const shown = listed.find(({ transactionId }) => transactionId === id) ?? listed[0];
  return el(
    'div.history',
    {},
    el('h1', { tabindex: '-1' }, 'Transaction history'),
    el(
      'p.lead',
      {},
      'What an administrator finds at Microblink: each transaction with the photo that was injected. Here the stand-in of the Agent API shows what it received; Microblink has seen none of it.',
    ),
    shown === undefined ? empty() : el('div.history-columns', {}, list(listed, shown), detail(shown)),
  );
}

function empty() {
  return el('p.empty', {}, 'No transaction has been started yet. ', el('a', { href: '#request' }, 'Start a face match'), '.');
}

function list(listed, shown) {
  return el(
    'section',
    { 'aria-labelledby': 'list-title' },
    el('h2', { id: 'list-title' }, `${listed.length} ${listed.length === 1 ? 'transaction' : 'transactions'}`),
    el(
      'ul.transactions',
      {},
      listed.map((transaction) => row(transaction, transaction === shown)),
    ),
  );
}

function row({ transactionId, at, photos, members }, isShown) {
  const [photo] = photos;
  return el(
    'li',
    {},
    el(
      'a.transaction',
      { id: `transaction-${transactionId}`, href: `#history/${transactionId}`, 'aria-current': isShown ? 'true' : undefined },
      photo ? el('img', { src: `/photos/${photo.sha256}`, alt: '', width: 40, height: 52 }) : el('span.no-photo', {}),
      el(
        'span.transaction-text',
        {},
        el('strong', {}, ownerOf(members)),
        el('span', {}, `${members?.workflowId}, ${members?.platform} ${members?.sdkVersion}`),
        el('span', {}, `${time(at)}${photo ? '' : ', no photo'}`),
      ),
    ),
  );
}

function detail({ transactionId, at, photos, members = {}, body, joined }) {
  return el(
    'section.card.detail',
    { 'aria-labelledby': 'detail-title' },
    el('h2', { id: 'detail-title' }, 'Transaction of ', ownerOf(members)),
    photos.map((photo) => injected(photo, members)),
    el('h3', {}, 'Whose it is, as the proxy wrote it'),
    facts(entries(members.props, (name) => name.startsWith('faceMatch'))),
    el('h3', {}, 'What else was in the request'),
    facts([
      ['transactionId', code(transactionId)],
      ['received', new Date(at).toLocaleString('en-GB')],
      ['workflowId', code(members.workflowId)],
      ['SDK', `${members.platform} ${members.sdkVersion}`],
      ...entries(members.consent, () => true).map(([name, value]) => [`consent.${name}`, value]),
      ...entries(members.props, (name) => !name.startsWith('faceMatch')).map(([name, value]) => [`props.${name}`, value]),
      ['sent by', joined === undefined ? 'not the proxy' : 'the proxy'],
    ]),
    body && disclosure('history-body', 'Body as it arrived, with the photo left out', bodyBlock('Body of the transaction', body.text)),
    el('p.hint', {}, BACKEND),
  );
}

function entries(members = {}, wanted) {
  return Object.entries(members)
    .filter(([name, value]) => wanted(name) && value !== '')
    .map(([name, value]) => [name, code(String(value))]);
}

function injected(photo, members) {
  const verdict = el('p.compared', {}, 'Comparing with the photo on record …');
  void compare(photo, userOf(members?.props?.faceMatchSubject)).then((text) => {
    verdict.textContent = text;
  });
  return el(
    'figure.injected',
    {},
    el('img', { src: `/photos/${photo.sha256}`, alt: `The photo that was injected: ${ownerOf(members)}`, width: 200, height: 260 }),
    el(
      'figcaption',
      {},
      verdict,
      facts([
        ['field', code(`formValues.${photo.field}`)],
        ['type', code(photo.type)],
        ['size', bytes(photo.bytes)],
        ['SHA-256', code(photo.sha256)],
      ]),
    ),
  );
}

/** Reads the bucket again and compares, to see whether a photo was replaced since. */
async function compare({ sha256 }, user) {
  if (user === undefined) return 'Of no user of this stack.';
  const onRecord = await fetch(`/portraits/${user.name}`);
  if (!onRecord.ok) return `${user.name} has no photo on record any more.`;
  const same = (await hash(await onRecord.arrayBuffer())) === sha256;
  return same ? `The same file as the photo on record of ${user.name}.` : `Not the photo that is on record of ${user.name} now.`;
}

function ownerOf(members) {
  const subject = members?.props?.faceMatchSubject;
  return userOf(subject)?.name ?? subject ?? 'an unknown caller';
}
