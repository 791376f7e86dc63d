import { PROCESSING_WORDS, READING, type Reading, VERIFICATION_WORDS } from '../../contract/reading';
import { reading as settingsOfReading } from '../../lib/config/sections/reading';
import { type Finding, fail, pass, unknown } from '../failures/finding';

/** What a reply shows of the assumptions of contract/reading.ts. */
export interface Judgement {
  readonly findings: readonly Finding[];
  /** The two words, where each is a plain one. */
  readonly words: { readonly processingStatus?: string; readonly verificationStatus?: string };
  /** `agent.reading` to write into the file of the stage. @default - nothing has to change, or no setting helps */
  readonly settings?: object;
}

/** A word of a status; what is not of this form may be anything, and is not printed. */
const PLAIN_WORD = /^[A-Za-z]{1,32}$/;

type Name = keyof Reading['members'];
type Status = keyof Reading['accepted'];
type Reply = Readonly<Record<string, unknown>>;

const WORDS: Readonly<Record<Status, readonly string[]>> = {
  processingStatus: Object.values(PROCESSING_WORDS).flat(),
  verificationStatus: Object.values(VERIFICATION_WORDS).flat(),
};

/**
 * @param reply The whole object. @param isAccepted somebody saw in the dashboard that it is complete and accepted: only then a word that is not known is
 *   proposed for it, since that setting makes a yes
 */
export function judge(reply: Reply, transactionId: string, reading: Reading, isAccepted: boolean): Judgement {
  const judged = (['id', 'processingStatus', 'verificationStatus'] as const).map((what) =>
    judgeMember(reply, transactionId, reading, what),
  );
  const members = Object.fromEntries(judged.map(({ what, name = reading.members[what] }) => [what, name])) as Reading['members'];
  const spoken = (['processingStatus', 'verificationStatus'] as const).map((what) =>
    judgeWord(reply[members[what]], reading, what, isAccepted),
  );
  const accepted = {
    ...reading.accepted,
    ...Object.fromEntries(spoken.flatMap(({ what, accept }) => (accept === undefined ? [] : [[what, accept]]))),
  };
  const settings = difference({ path: reading.path, members, accepted });
  const isChanged = JSON.stringify({ members, accepted }) !== JSON.stringify({ members: reading.members, accepted: reading.accepted });
  return {
    findings: [...judged.map(({ finding }) => finding), ...spoken.map(({ finding }) => finding)],
    words: Object.fromEntries(spoken.flatMap(({ what, word }) => (word === undefined ? [] : [[what, word]]))),
    ...(isChanged && Object.keys(settings).length > 0 && settingsOfReading.safeParse(settings).success && { settings }),
  };
}

interface JudgedMember {
  readonly what: Name;
  /** What it is called in this reply. @default - nothing that can be it was found */
  readonly name?: string;
  readonly finding: Finding;
}

function judgeMember(reply: Reply, transactionId: string, { members }: Reading, what: Name): JudgedMember {
  const name = members[what];
  const isIt = (other: string) => (what === 'id' ? reply[other] === transactionId : typeof reply[other] === 'string');
  const isAlone = (other: string) => Object.keys(reply).filter((each) => fold(each) === fold(other)).length === 1;
  if (Object.hasOwn(reply, name) && isIt(name) && isAlone(name))
    return { what, name, finding: pass(`"${name}" is there once, ${FORMS[what]}.`) };
  const found = Object.keys(reply).filter((other) => isAlone(other) && isIt(other) && (what === 'id' || isLike(other, reply[other], what)));
  const [only] = found;
  const says = Object.hasOwn(reply, name)
    ? `"${name}" is there, but not exactly once, or not as ${FORMS[what]}.`
    : `There is no member "${name}" at the root.`;
  if (found.length !== 1 || only === undefined)
    return {
      what,
      finding: fail(says, 'No setting was found that helps: compare with the shape below, and ask Microblink which member it is.'),
    };
  const toDo =
    only === READING.members[what]
      ? `Remove ${what} from "agent.reading.members": without it, "${only}" is read.`
      : `In "agent.reading.members", ${what} has to be another member: see the settings below.`;
  return { what, name: only, finding: fail(says, toDo) };
}

const FORMS: Readonly<Record<Name, string>> = {
  id: 'the id that was asked for',
  processingStatus: 'a text',
  verificationStatus: 'a text',
};

const fold = (name: string) => name.toLowerCase();

/** By its name in another spelling, or by a word that only this status has. */
function isLike(name: string, value: unknown, what: Status): boolean {
  const other = what === 'processingStatus' ? 'verificationStatus' : 'processingStatus';
  const letters = fold(name).replace(/[^a-z]/g, '');
  if (letters === fold(other)) return false;
  const isOnlyIts = (word: string) => [...WORDS[what], READING.accepted[what]].includes(word) && !WORDS[other].includes(word);
  return letters === fold(what) || isOnlyIts(String(value));
}

interface JudgedWord {
  readonly what: Status;
  readonly word?: string;
  /** The word that has to count as accepted from now on. */
  readonly accept?: string;
  readonly finding: Finding;
}

function judgeWord(value: unknown, { accepted }: Reading, what: Status, isAccepted: boolean): JudgedWord {
  if (typeof value !== 'string') return { what, finding: unknown(`The word of ${what} is not known, since its member was not found.`) };
  if (!PLAIN_WORD.test(value))
    return {
      what,
      finding: fail(
        `The word of ${what} is none of letters alone, and is not printed.`,
        'Look it up in the dashboard, and ask Microblink what it means.',
      ),
    };
  const word = value;
  if (word === accepted[what]) return { what, word, finding: pass(`${what} is "${word}", the word that a yes is made of.`) };
  if (WORDS[what].some((known) => fold(known) === fold(word))) {
    const isKnown = WORDS[what].includes(word);
    const says = `${what} is "${word}", which ${isKnown ? 'is known, and is no yes' : 'is a known word in other letters: no setting makes it a yes'}.`;
    if (!isAccepted && isKnown) return { what, word, finding: pass(says) };
    return { what, word, finding: fail(says, 'No setting makes this word a yes. Ask Microblink what it means.') };
  }
  if (word === READING.accepted[what]) {
    const toDo = `Remove ${what} from "agent.reading.accepted": without it, "${word}" is accepted.`;
    return {
      what,
      word,
      accept: word,
      finding: fail(`${what} is "${word}", and the settings accept "${accepted[what]}" in its place.`, toDo),
    };
  }
  if (isAccepted)
    return { what, word, accept: word, finding: fail(`${what} is "${word}", which is not known.`, 'See the settings below.') };
  const toDo = 'Probe a transaction that the dashboard shows as complete and accepted, with --accepted: then the setting is printed.';
  return { what, word, finding: fail(`${what} is "${word}", which is not known.`, toDo) };
}

/** What differs from what is built in: a setting says no more. */
function difference({ path, members, accepted }: Reading): object {
  const changed = <Part extends object>(part: Part, byDefault: Part) =>
    Object.fromEntries(Object.entries(part).filter(([name, value]) => byDefault[name as keyof Part] !== value));
  const parts = { members: changed(members, READING.members), accepted: changed(accepted, READING.accepted) };
  return {
    ...(path === READING.path ? {} : { path }),
    ...Object.fromEntries(Object.entries(parts).filter(([, part]) => Object.keys(part).length > 0)),
  };
}
