import { controls } from './controls.js';
import { announce, el, fill } from './elements/dom.js';
import { historyView } from './history.js';
import { journey } from './journey/journey.js';
import { consequence, headline, outcomeOf } from './journey/outcome.js';
import { problemsView } from './problems.js';
import { recent } from './recent.js';
import { isWhole } from './send.js';
import { load, startedIn, state, watch } from './state.js';
import { trials } from './trials/trials.js';
import { verdict } from './verdict/verdict.js';

const TITLES = { request: 'Request', history: 'Transaction history', problems: 'Problem codes' };
const view = document.getElementById('view');
const announced = new Set();
let broughtIntoView;
/** What each part was last drawn from, so that an event that changes nothing of it leaves it, and the focus in it, alone. */
const drawn = new Map();

function route() {
  const [name, parameter] = location.hash.slice(1).split('/');
  return { name: name in TITLES ? name : 'request', parameter };
}

function enter() {
  const { name, parameter } = route();
  document.title = `${TITLES[name]} – face-match-proxy: local console`;
  for (const link of document.querySelectorAll('#views a')) {
    if (link.getAttribute('href') === `#${name}`) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  drawn.clear();
  if (name === 'request') fill(view, requestFrame());
  else if (name === 'problems') fill(view, problemsView(parameter));
  draw();
}

function requestFrame() {
  return [
    el('div.alert', { id: 'alert', role: 'alert' }),
    el(
      'div.request',
      {},
      el('div.controls', {}, el('div.start', { id: 'controls' }), el('div.trials', { id: 'trials' })),
      el('div.journey', {}, el('div.journey-part', { id: 'journey' }), el('div.verdict-part', { id: 'verdict' })),
      el('div.recent-part', { id: 'recent' }),
    ),
  ];
}

function draw() {
  const { name, parameter } = route();
  if (name === 'history') {
    part(view, [state.transactions.length, parameter], () => historyView(parameter));
  } else if (name === 'request') {
    const shown = state.traces.get(state.shown);
    part('alert', [state.failure, state.connected], alert);
    part('controls', [state.caller, state.running, state.sdk, state.stack.users], controls);
    part('trials', [state.caller, state.running, [...state.results]], trials);
    part('journey', [shown, state.received.has(state.shown)], journey);
    part('verdict', [startedIn(shown)?.transactionId, state.verdicts.get(startedIn(shown)?.transactionId), state.running], verdict);
    part('recent', [[...state.traces.values()].map((trace) => [trace.id, trace.answer?.status]), state.shown], recent);
    bringIntoView(shown);
    announceEnd(shown);
  }
}

/** A request that was just started here is brought into view, once; the focus stays where it is. */
function bringIntoView(trace) {
  if (trace === undefined || state.running === undefined || trace.id === broughtIntoView) return;
  broughtIntoView = trace.id;
  const { top } = document.getElementById('outcome').getBoundingClientRect();
  if (top < 0 || top > innerHeight * 0.6) document.getElementById('outcome').scrollIntoView({ behavior: 'auto' });
}

/** Draws a part again if what it shows is different, and gives the focus back to the element that had it. */
function part(target, facts, make) {
  const element = typeof target === 'string' ? document.getElementById(target) : target;
  const key = JSON.stringify(facts);
  if (drawn.get(target) === key) return;
  drawn.set(target, key);
  const focused = element.contains(document.activeElement) ? document.activeElement.id : '';
  fill(element, make());
  if (focused !== '') document.getElementById(focused)?.focus({ preventScroll: true });
}

function alert() {
  if (state.failure !== undefined) return el('p', {}, state.failure);
  return state.connected
    ? []
    : el(
        'p',
        {},
        'The local stack does not answer. Start it again with npm start, and load this page again at the address that it prints.',
      );
}

/** Says how the shown request ended, once. */
function announceEnd(trace) {
  if (!isWhole(trace) || announced.has(trace.id)) return;
  announced.add(trace.id);
  const { status, code } = outcomeOf(trace);
  announce(`${[status, code].filter(Boolean).join(' ')}. ${headline(trace)}. ${consequence(trace)}`);
}

let before = route().name;
addEventListener('hashchange', () => {
  enter();
  const { name, parameter } = route();
  if (name !== before && parameter === undefined) scrollTo(0, 0);
  if (name !== before && name !== 'problems') view.querySelector('h1, #outcome, #start')?.focus();
  before = name;
});
document.querySelector('.skip').addEventListener('click', (event) => {
  event.preventDefault();
  document.getElementById('main').focus();
});
watch(draw);
await load();
enter();
