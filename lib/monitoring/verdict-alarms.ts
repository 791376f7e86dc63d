import { type AlarmRow, counted } from './alarm-row';

/** The alarms on verdicts; a stack where no one asks for them has none. */
export const VERDICT_ALARMS: readonly AlarmRow[] = [
  counted({
    id: 'start-unrecorded',
    count: 3,
    within: 5,
    says: 'Transactions start that are not on record, so their verdicts will be no.',
    because: 'A single failure of DynamoDB has been tried twice; three are a permission, a key or an outage.',
    metric: (metrics) => metrics.startsUnrecorded(),
  }),
  counted({
    id: 'unreadable-result',
    count: 1,
    within: 5,
    says: 'Microblink’s answer about a transaction has another form or other words than are known.',
    because: 'One is enough: until agent.reading fits the answer, no step is allowed.',
    metric: (metrics) => metrics.verdicts('unreadable-result'),
  }),
  counted({
    id: 'read-credentials-refused',
    count: 1,
    within: 5,
    says: 'Microblink refuses the key that reads.',
    because: 'One is enough: until it is right, no step is allowed.',
    metric: (metrics) => metrics.verdicts('read-credentials-refused'),
  }),
  counted({
    id: 'verdict-unavailable',
    count: 3,
    within: 5,
    says: 'Questions get no verdict: table, secret or Microblink did not answer, or the function failed.',
    because: 'Single failures are asked again by the backend; three are a permission, a key or an outage.',
    metric: (metrics) => metrics.verdictsWithoutAnswer(),
  }),
  counted({
    id: 'verdict-of-somebody-else',
    count: 1,
    within: 15,
    severity: 'tomorrow',
    says: 'A verdict was asked for with the transaction of another user.',
    because: 'It was answered with no. It is an app that mixes its users up, or somebody who tries the match of another.',
    metric: (metrics) => metrics.verdicts('of-somebody-else'),
  }),
];
