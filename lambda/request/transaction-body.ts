import type { CallerRules, Environment } from '../../contract/environment';
import { type KnownNames, START_MEMBERS } from '../../contract/names';
import { Problem } from '../errors';
import { bindUser, requireConsent } from './consent';
import { checkFormValues } from './form-values';
import { checkForwarded } from './forwarded-member';
import type { Caller } from './identity';
import type { JsonObject, JsonValue } from './json';
import { isJsonObject, jsonObject, parseJsonObject } from './json';
import type { Members, RootMembers } from './members';
import { CANCEL_MEMBERS, readConsent, readRoot, startMembers } from './members';
import { checkProps, type Stamp } from './props';
import type { WorkflowPlan, Workflows } from './workflows';
import { createWorkflows, parseWorkflowId } from './workflows';

/** A checked request, ready to be written again. */
export interface CanonicalBody {
  readonly plan: WorkflowPlan;
  /** Everything but `formValues` and `props`. */
  readonly members: Members;
  readonly formValues: JsonObject | undefined;
  /** The caller's own, without any spelling of the reserved members. */
  readonly props: JsonObject | undefined;
  /** How many members the caller sent that do not travel. */
  readonly dropped: number;
}

/** JSON with a hole: base64 between the two makes the body whole. */
export interface OpenBody {
  readonly prefix: string;
  readonly suffix: string;
}

export interface BodyRules {
  readonly workflows: Workflows;
  readonly callerRules: CallerRules;
  /** Members of a start that travel (`startMembers`). */
  readonly startMembers: KnownNames<string>;
}

export function bodyRules({
  workflows,
  images,
  callerRules,
  forwardMembers,
}: Pick<Environment, 'workflows' | 'images' | 'callerRules' | 'forwardMembers'>): BodyRules {
  return { workflows: createWorkflows(workflows, images), callerRules, startMembers: startMembers(forwardMembers) };
}

/** What the Agent API requires of `platform` and `sdkVersion`: printable, and not blank. */
const PRINTABLE = /^(?!\s*$)[^\p{C}\p{Zl}\p{Zp}]{1,64}$/u;

/** Members of a start that have their own checks; any other was named by the operator. */
const DOCUMENTED: ReadonlySet<string> = new Set(START_MEMBERS);
const MAX_CANCEL_BYTES = 4096;

/** A start whose members are known by name and form, and not yet allowed. */
export interface ParsedTransaction {
  readonly workflowId: string;
  readonly root: RootMembers;
  readonly props: JsonObject | undefined;
}

/** Reads the body of a start request. @throws Problem `not-json` or `invalid-request`. */
export function parseTransaction(text: string, { startMembers }: Pick<BodyRules, 'startMembers'>): ParsedTransaction {
  const root = readRoot(parseJsonObject(text), startMembers);
  const workflowId = parseWorkflowId(root.members.get('workflowId'));
  for (const name of ['platform', 'sdkVersion']) requirePrintable(name, root.members.get(name));
  const props = root.members.get('props');
  return { workflowId, root, props: isJsonObject(props) ? checkProps(props) : undefined };
}

/**
 * Checks what a start asks for, in the name of whom.
 * @throws Problem of every code that a body can earn (errors.ts).
 */
export function checkTransaction(
  { workflowId, root, props: ownProps }: ParsedTransaction,
  caller: Caller,
  rules: BodyRules,
): CanonicalBody {
  const { formValues, props: _props, consent: _consent, ...others } = Object.fromEntries(root.members);
  const plan = rules.workflows.plan(workflowId);
  const { consent, dropped } = boundConsent(root, caller, rules);
  if (plan.injection !== undefined) requireConsent(consent, rules.callerRules);
  const travelling = Object.entries(others).map(([name, value]): [string, JsonValue] => [
    name,
    DOCUMENTED.has(name) ? value : checkForwarded(name, value),
  ]);
  return {
    plan,
    members: withConsent(travelling, consent),
    formValues: isJsonObject(formValues) ? checkFormValues(formValues, plan, rules.workflows) : undefined,
    props: ownProps,
    dropped,
  };
}

/** Both at once. @throws Problem. */
export function readTransaction(text: string, caller: Caller, rules: BodyRules): CanonicalBody {
  return checkTransaction(parseTransaction(text, rules), caller, rules);
}

/**
 * Checks the body of a cancel request, of which only a consent travels.
 * @returns undefined when it is empty, as SDKs send it.
 * @throws Problem.
 */
export function readCancellation(text: string, workflowId: string, caller: Caller, rules: BodyRules): CanonicalBody | undefined {
  const plan = rules.workflows.plan(workflowId);
  if (text === '') return undefined;
  if (Buffer.byteLength(text) > MAX_CANCEL_BYTES)
    throw new Problem('body-too-large', `a cancel body has at most ${MAX_CANCEL_BYTES} bytes`);
  const root = readRoot(parseJsonObject(text), CANCEL_MEMBERS);
  if (root.members.has('workflowId') && root.members.get('workflowId') !== workflowId) {
    throw new Problem('invalid-request', 'the body names another workflow than the path');
  }
  const { consent, dropped } = boundConsent(root, caller, rules);
  return { plan, members: withConsent([], consent), formValues: undefined, props: undefined, dropped };
}

/** The whole body of a request that takes no photo. */
export function writeWhole(body: CanonicalBody, stamp?: Stamp): string {
  const entries = commonEntries(body, stamp);
  return JSON.stringify(jsonObject(body.formValues === undefined ? entries : [...entries, ['formValues', body.formValues]]));
}

/**
 * The body around a photo. The hole is made by the structure, never found by searching: a text that a caller wrote cannot move it.
 * `formValues` comes last and the protected field last in it, so that nothing but the closing bytes follows the photo.
 */
export function writeAround(body: CanonicalBody, field: string, stamp: Stamp): OpenBody {
  const outer = JSON.stringify(jsonObject(commonEntries(body, stamp)));
  const inner = JSON.stringify(body.formValues ?? {});
  const comma = inner === '{}' ? '' : ',';
  return { prefix: `${outer.slice(0, -1)},"formValues":${inner.slice(0, -1)}${comma}${JSON.stringify(field)}:"`, suffix: '"}}' };
}

function commonEntries(body: CanonicalBody, stamp: Stamp | undefined): [string, JsonValue][] {
  const own = Object.entries(body.props ?? {});
  const stamped: [string, JsonValue][] = stamp === undefined ? own : [...own, ...Object.entries(stamp)];
  return body.props === undefined && stamp === undefined ? [...body.members] : [...body.members, ['props', jsonObject(stamped)]];
}

/** The caller's consent with the caller's own user id; `dropped` counts for root and consent. */
function boundConsent(root: RootMembers, caller: Caller, rules: BodyRules): { consent: Members | undefined; dropped: number } {
  const given = root.members.get('consent');
  const consent = isJsonObject(given) ? readConsent(given) : undefined;
  bindUser(consent?.members, root.userIds, caller, rules.callerRules);
  return { consent: consent?.members, dropped: root.dropped + (consent?.dropped ?? 0) };
}

function withConsent(members: Iterable<[string, JsonValue]>, consent: Members | undefined): Members {
  const all: Members = new Map(members);
  if (consent !== undefined) all.set('consent', jsonObject(consent));
  return all;
}

function requirePrintable(name: string, value: JsonValue | undefined): void {
  if (typeof value === 'string' && PRINTABLE.test(value)) return;
  throw new Problem('invalid-request', `${name} is not a text of 1 to 64 printable characters`);
}
