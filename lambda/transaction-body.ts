import { bindUser, requireConsent } from './consent';
import type { CallerRules } from './environment';
import { Problem } from './errors';
import { checkFormValues } from './form-values';
import type { Caller } from './identity';
import type { JsonObject, JsonValue } from './json';
import { isJsonObject, jsonObject, parseJsonObject } from './json';
import type { Members } from './members';
import { readConsent, readRoot } from './members';
import { findName } from './names';
import { parseWorkflowId } from './request';
import type { WorkflowPlan, Workflows } from './workflows';

/** A checked request, ready to be written anew. */
export interface CanonicalBody {
  readonly plan: WorkflowPlan;
  /** Everything but `formValues` and `props`. */
  readonly members: Members;
  readonly formValues: JsonObject | undefined;
  /** The caller's own, without any spelling of the reserved members. */
  readonly props: JsonObject | undefined;
}

/** What the started transaction says about itself, in members of `props` that no caller can write. */
export interface Stamp {
  readonly faceMatchSubject: string;
  readonly faceMatchRequestId: string;
  readonly faceMatchWorkflowId: string;
  /** Kind and object version of the injected photo, as `kind@version`. */
  readonly faceMatchImage?: string;
}

/** JSON with a hole: base64 between the two makes the body whole. */
export interface OpenBody {
  readonly prefix: string;
  readonly suffix: string;
}

export interface BodyRules {
  readonly workflows: Workflows;
  readonly callerRules: CallerRules;
}

const RESERVED = ['faceMatchSubject', 'faceMatchRequestId', 'faceMatchWorkflowId', 'faceMatchImage'] as const;
const MAX_CANCEL_BYTES = 4096;

/**
 * Checks the body of a start request.
 * @throws Problem of every code that a body can earn (errors.ts).
 */
export function readTransaction(text: string, caller: Caller, rules: BodyRules): CanonicalBody {
  const root = readRoot(parseJsonObject(text));
  const plan = rules.workflows.plan(parseWorkflowId(root.members.get('workflowId')));
  const consent = takeConsent(root.members);
  bindUser(consent, root.userIds, caller, rules.callerRules);
  if (plan.injection !== undefined) requireConsent(consent, rules.callerRules);
  return canonicalBody(root.members, consent, plan, rules.workflows);
}

/** Checks the body of a cancel request; undefined when it is empty, as SDKs send it. @throws Problem. */
export function readCancellation(text: string, workflowId: string, caller: Caller, rules: BodyRules): CanonicalBody | undefined {
  const plan = rules.workflows.plan(workflowId);
  if (text === '') return undefined;
  if (Buffer.byteLength(text) > MAX_CANCEL_BYTES)
    throw new Problem('body-too-large', `a cancel body has at most ${MAX_CANCEL_BYTES} bytes`);
  const root = readRoot(parseJsonObject(text));
  if (root.members.has('workflowId') && root.members.get('workflowId') !== workflowId) {
    throw new Problem('invalid-request', 'the body names another workflow than the path');
  }
  const consent = takeConsent(root.members);
  bindUser(consent, root.userIds, caller, rules.callerRules);
  return canonicalBody(root.members, consent, plan, rules.workflows);
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

function canonicalBody(root: Members, consent: Members | undefined, plan: WorkflowPlan, workflows: Workflows): CanonicalBody {
  const { formValues, props, ...rest } = Object.fromEntries(root);
  const members: Members = new Map(Object.entries(rest));
  if (consent !== undefined) members.set('consent', jsonObject(consent));
  return {
    plan,
    members,
    formValues: isJsonObject(formValues) ? checkFormValues(formValues, plan, workflows) : undefined,
    props: isJsonObject(props) ? withoutReserved(props) : undefined,
  };
}

function takeConsent(root: Members): Members | undefined {
  const consent = root.get('consent');
  return isJsonObject(consent) ? readConsent(consent) : undefined;
}

function withoutReserved(props: JsonObject): JsonObject {
  return jsonObject(Object.entries(props).filter(([name]) => findName(name, RESERVED) === undefined));
}
