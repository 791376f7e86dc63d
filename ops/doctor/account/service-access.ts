import { type Statement, statementsOf } from '../policies/policy';
import { covers } from '../policies/policy-pattern';
import { concerns } from '../policies/policy-readers';

/** Calls that a service of AWS makes in its own name. */
export interface ServiceCalls {
  /** Such as `events.amazonaws.com`. */
  readonly service: string;
  readonly actions: readonly string[];
  readonly resource: string;
  /** What the calls state, by condition key in lower case. */
  readonly states: Readonly<Record<string, string>>;
}

/** Why a policy does not let a service make a call. */
export interface Obstacle {
  /** Goes on after "the policy". */
  readonly says: string;
  /** Whether it depends on a condition that is not judged here. */
  readonly isDoubtful: boolean;
}

/** What stops a service from one of its calls, a certain obstacle first; undefined when each is allowed. */
export function obstacleTo(calls: ServiceCalls, policyText: string): Obstacle | undefined {
  const statements = statementsOf(policyText).filter((statement) => isAbout(statement, calls));
  const obstacles = calls.actions.flatMap((action) =>
    obstaclesIn(
      statements.filter((statement) => concerns(statement, action)),
      action,
      calls,
    ),
  );
  return obstacles.find(({ isDoubtful }) => !isDoubtful) ?? obstacles[0];
}

function obstaclesIn(statements: readonly Statement[], action: string, calls: ServiceCalls): Obstacle[] {
  const denials = statements
    .filter(({ Effect, ...statement }) => Effect === 'Deny' && judge({ Effect, ...statement }, calls) !== 'fails')
    .map((statement) => ({
      says: `denies ${action} (${nameOf(statement)}${saysConditions(statement)})`,
      isDoubtful: judge(statement, calls) === 'unknown',
    }));
  const allowances = statements.filter(({ Effect }) => Effect === 'Allow');
  if (allowances.some((statement) => judge(statement, calls) === 'holds')) return denials;
  const [nearest] = allowances;
  const under = nearest === undefined ? '' : ` but ${nameOf(nearest)}${saysConditions(nearest)}, which that service does not meet`;
  return [{ says: `does not let ${calls.service} call ${action}${under}`, isDoubtful: false }, ...denials];
}

function isAbout({ Principal, NotPrincipal, Resource, NotResource }: Statement, { service, resource }: ServiceCalls): boolean {
  const isReached = Resource?.some((pattern) => covers(pattern, resource)) ?? !NotResource?.some((pattern) => covers(pattern, resource));
  const isExcepted = NotPrincipal !== undefined && isNamedIn(NotPrincipal, service);
  return isReached && (Principal === undefined ? NotPrincipal !== undefined && !isExcepted : isNamedIn(Principal, service));
}

/** Everybody is written as an AWS principal. */
function isNamedIn(principals: Readonly<Record<string, readonly string[]>>, service: string): boolean {
  return principals.AWS?.includes('*') === true || principals.Service?.some((name) => covers(name, service)) === true;
}

type Verdict = 'holds' | 'fails' | 'unknown';

/** All conditions must hold; one that fails decides. */
function judge({ Condition = {} }: Statement, { states }: ServiceCalls): Verdict {
  const verdicts = Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => verdictOn(operator, values, states[key.toLowerCase()])),
  );
  if (verdicts.includes('fails')) return 'fails';
  return verdicts.includes('unknown') ? 'unknown' : 'holds';
}

function verdictOn(operator: string, values: readonly string[], stated: string | undefined): Verdict {
  const [, negated, way] = /^(?:String|Arn|Bool)(Not)?(Equals|Like)?(?:IfExists)?$/.exec(operator) ?? [];
  const isKnown = way !== undefined || /^Bool(IfExists)?$/.test(operator);
  if (stated === undefined || !isKnown) return 'unknown';
  const isAmong = values.some((value) => (operator === 'StringEquals' ? value === stated : covers(value, stated)));
  return isAmong === (negated === undefined) ? 'holds' : 'fails';
}

const nameOf = ({ Sid }: Statement): string => `statement ${Sid ?? 'without a name'}`;

function saysConditions({ Condition = {} }: Statement): string {
  const keys = Object.values(Condition).flatMap(Object.keys);
  return keys.length === 0 ? '' : `, under the condition ${keys.join(', ')}`;
}
