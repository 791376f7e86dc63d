import { el } from '../elements/dom.js';
import { state } from '../state.js';

/** What a person reads before the first request. */
export function introduction() {
  const stops = [
    ['SDK', 'sends who wants to be matched, and no photo'],
    ['Authorizer', 'verifies the token and passes on its claims'],
    ['Proxy', 'finds the photo of the verified subject, or refuses'],
    ['Agent API', 'receives the transaction with that photo'],
    ['SDK', 'gets the answer, byte for byte, and never the photo'],
  ];
  return [
    el('h1', { tabindex: '-1' }, 'Watch one request on its way'),
    el(
      'p.lead',
      {},
      'A face match is only worth something if no caller can choose the photo. Sign in, start one, and see what each part really saw; then try to break it.',
    ),
    el(
      'ol.preview',
      {},
      stops.map(([actor, what]) => el('li', {}, el('strong', {}, actor), ' ', what)),
    ),
    el(
      'p.hint',
      {},
      'What is shown comes from the local gateway, the function’s own log and the stand-in of the Agent API. Requests of your own app to ',
      el('code', {}, state.stack.baseUrl),
      ' appear here, too.',
    ),
  ];
}
