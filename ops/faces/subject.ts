import { isSubject } from '../../contract/subject';
import { Failure, type FailureText } from '../failures/failures';
import type { Stage } from '../stage/stage';
import { quoted } from '../terminal/quoted';

/** In words, for a user who gave another. */
const SUBJECT_ACCEPTS = 'a letter or digit, then up to 127 letters, digits and . _ @ + : = -';

/** Which subjects a command takes. */
export interface SubjectRule {
  /** The claim that subjects of the stage come from; undefined for a stage whose deployed version does not say it. */
  readonly claim: string | undefined;
  /** The operator says that a subject of another kind is on purpose. */
  readonly isAnyKindTaken: boolean;
}

export interface SubjectOption {
  readonly subjectIsNotAUuid?: true;
}

/** The switch, as a person writes it. */
export const ANY_KIND = '--subject-is-not-a-uuid';

/** For a command that puts photos, and for one that looks at or removes what is there. */
export const ANY_KIND_SAYS = 'take a subject that is no UUID, although the stage knows its users by "sub"';

export function subjectRule({ subjectClaim }: Pick<Stage, 'subjectClaim'>, { subjectIsNotAUuid }: SubjectOption): SubjectRule {
  return { claim: subjectClaim, isAnyKindTaken: subjectIsNotAUuid === true };
}

/** Cognito makes every `sub` as a UUID in lower-case letters, of any version; a key in the bucket knows upper from lower case. */
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** How spreadsheets write a long number, in any language. */
const ROUNDED = /^[+-]?\d(?:[.,]\d+)?E[+-]?\d{1,3}$/i;
/** What they leave in a cell that they could not compute or show, in any language, such as `#REF!` and `#####`. */
const NO_VALUE = /^#+$|^#[\p{L}/0]+[!?]?$/u;
/** What marks a cell as text, so that its digits stay. */
const MARKED_AS_TEXT = /^(?:=?['\u2019]|=")/;

/**
 * Why a text cannot be the subject of anybody in this stage: its letters, or its kind. `what` and `toDo` are sentences for the person
 * who gave it; neither repeats the text.
 * @returns undefined for a subject
 */
export function subjectFault(text: string, rule: SubjectRule): Pick<FailureText, 'what' | 'toDo'> | undefined {
  if (text === '') return EMPTY;
  if (isRounded(text, rule)) return ROUNDED_NUMBER;
  if (NO_VALUE.test(text)) return CELL_WITHOUT_VALUE;
  if (MARKED_AS_TEXT.test(text)) return MARK_OF_TEXT;
  if (rule.claim !== 'sub' || rule.isAnyKindTaken) return isSubject(text) ? undefined : otherLetters(text);
  if (UUID.test(text)) return undefined;
  if (UUID.test(text.toLowerCase())) return UPPER_CASE;
  return isUuidInAnotherForm(text) ? OTHER_FORM : OTHER_KIND;
}

/** @throws Failure `invalid-input` for a text that is no subject of the stage. */
export function requireSubject(text: string, rule: SubjectRule): void {
  const fault = subjectFault(text, rule);
  if (fault !== undefined) throw new Failure('invalid-input', { ...fault, where: 'the subject' });
}

/** Whether a user can have it: said of what is in the bucket, not of what a switch lets a command take. */
export function canBeAUser(subject: string, { claim }: SubjectRule): boolean {
  return subjectFault(subject, { claim, isAnyKindTaken: false }) === undefined;
}

/** Without a sign and a fraction (`12E4`) it may be an id of the company's own. */
function isRounded(text: string, { claim }: SubjectRule): boolean {
  return ROUNDED.test(text) && (claim === 'sub' || !/^\dE\d+$/i.test(text));
}

/** The digits of a UUID, with or without signs of any kind between and around them. */
function isUuidInAnotherForm(text: string): boolean {
  return /^(?:[^\p{L}\p{N}]*[0-9a-f]){32}[^\p{L}\p{N}]*$/iu.test(text.replace(/^urn:uuid:/i, ''));
}

/** The first thing that no subject may have. */
function otherLetters(text: string): Pick<FailureText, 'what' | 'toDo'> {
  const sign = text.match(/[^A-Za-z0-9._@+:=-]/u)?.[0];
  const has =
    sign !== undefined
      ? `holds ${quoted(sign)}`
      : text.length > 128
        ? `has ${text.length} characters`
        : `begins with ${quoted(text.charAt(0))}`;
  return {
    what: `That is no subject: it ${has}, so the function would refuse a user of that name, and never find the photo.`,
    toDo: `Give the value of the claim that callers.subjectClaim names: ${SUBJECT_ACCEPTS}.`,
  };
}

const EMPTY = {
  what: 'The subject is empty.',
  toDo: 'Give the value that the token of the user has: the one of the claim that callers.subjectClaim names.',
};
const ROUNDED_NUMBER = {
  what: 'A spreadsheet has written this: it writes long numbers in forms such as 4.93845E+15, and their last digits are lost.',
  toDo: 'Get the ids from their source again, and let the spreadsheet import the column as text.',
};
const CELL_WITHOUT_VALUE = {
  what: 'A spreadsheet has written this for a cell that it could not compute or show.',
  toDo: 'Correct the formula, or widen the column, and save the table again.',
};
const MARK_OF_TEXT = {
  what: 'A spreadsheet has left a character in front that marks it as text: an apostrophe, or = with a quote.',
  toDo: 'Give what is after it, without quotes.',
};
const UPPER_CASE = {
  what: 'The UUID has upper-case letters; Cognito writes a sub in lower case, and the function would never find this photo.',
  toDo: 'Give it in lower-case letters.',
};
const OTHER_FORM = {
  what: 'The UUID is not in the form in which Cognito writes a sub, and the function would never find this photo.',
  toDo: 'Give its 32 digits in lower-case letters, with hyphens after the 8th, 12th, 16th and 20th, and nothing around them.',
};
const OTHER_KIND = {
  what: 'That is no sub: this stage knows its users by the claim "sub", which is a UUID, so no user of it would get this photo.',
  toDo: `Give the user's sub (aws cognito-idp admin-get-user shows it), not an e-mail address, a phone number or a user name. For a photo that was stored under such a name by mistake: ${ANY_KIND}.`,
};
