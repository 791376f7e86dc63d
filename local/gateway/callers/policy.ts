import type { Template } from '../../template/template';

interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string;
  readonly Resource: string;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** Whether the API's resource policy lets a role invoke it. */
export type ResourcePolicy = (roleArn: string) => boolean;

const COMPARED = 'aws:PrincipalArn';

/**
 * The resource policy of an API, as far as it speaks of who calls: statements on every method, with one condition on `aws:PrincipalArn`.
 * Without a policy it lets in anyone who has signed: there are no policies of roles here.
 * @throws Error for a statement of another form, because to ignore it would mislead.
 */
export function readResourcePolicy(template: Template): ResourcePolicy {
  const [api] = template.all<{ Policy?: { Statement: readonly Statement[] } }>('AWS::ApiGateway::RestApi');
  const statements = api?.properties.Policy?.Statement;
  if (statements === undefined) return () => true;
  const judged = statements.map((statement) => ({ effect: statement.Effect, isMet: conditionOf(statement) }));
  return (roleArn) => {
    const effects = judged.filter(({ isMet }) => isMet(roleArn)).map(({ effect }) => effect);
    return effects.includes('Allow') && !effects.includes('Deny');
  };
}

function conditionOf({ Action, Resource, Condition = {} }: Statement): (roleArn: string) => boolean {
  const [[operator, keys] = ['', {}], ...others] = Object.entries(Condition);
  const wanted = [keys[COMPARED] ?? []].flat();
  const isOfCallers = others.length === 0 && Object.keys(keys).length === 1 && wanted.length > 0;
  const isOfAll = Action === 'execute-api:Invoke' && Resource === 'execute-api:/*';
  const isKnown = ['ArnEquals', 'ArnNotEquals'].includes(operator) && wanted.every((arn) => !/[*?]/.test(arn));
  if (!isOfCallers || !isOfAll || !isKnown)
    throw new Error('The API has a resource policy of a form that the local gateway does not know.');
  return (roleArn) => wanted.includes(roleArn) === (operator === 'ArnEquals');
}
