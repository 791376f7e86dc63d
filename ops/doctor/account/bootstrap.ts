import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { QUALIFIER_CONTEXT, USUAL_QUALIFIERS } from '../../cdk-context';
import { asking } from '../../failures/aws-failures';
import { Failure } from '../../failures/failures';
import { type Finding, fail, pass, unknown } from '../../failures/finding';
import type { Patient } from '../patient';

/** Since this version the bootstrap publishes what a stack of CDK 2 needs ("Bootstrap template versions", AWS CDK developer guide). */
const OLDEST_BOOTSTRAP = 6;

/** Whether the account and region can be deployed to, with the qualifier that a deployment would use. */
export async function checkBootstrap({ account, signal, qualifier }: Patient): Promise<Finding> {
  const client = new SSMClient(account);
  const chosen = await qualifier();
  const found: string[] = [];
  for (const each of chosen === undefined ? Object.values(USUAL_QUALIFIERS) : [chosen]) {
    const value = await bootstrapVersion(client, each, signal);
    if (value === undefined) continue;
    const version = Number(value);
    if (!Number.isInteger(version)) return unknown(`The version of the bootstrap ${each} is not a number: ${value}.`);
    if (version < OLDEST_BOOTSTRAP) {
      return fail(`The bootstrap ${each} has version ${version}; CDK needs ${OLDEST_BOOTSTRAP} or newer.`, howToPrepare(chosen));
    }
    found.push(`${each} (version ${version})`);
  }
  if (found.length === 0)
    return fail(
      chosen === undefined
        ? `The account is not bootstrapped in this region as ${Object.values(USUAL_QUALIFIERS).join(' or ')}.`
        : `The account is not bootstrapped in this region as ${chosen}, which a deployment would use.`,
      `${howToPrepare(chosen)}. If it was prepared with another qualifier, pass it: --qualifier <qualifier>`,
    );
  const isOurs = chosen === undefined && !found.some((each) => each.startsWith(USUAL_QUALIFIERS.cdk));
  return pass(`Bootstrapped: ${found.join(', ')}.${isOurs ? ` Deploy with -c ${QUALIFIER_CONTEXT}=${USUAL_QUALIFIERS.project}.` : ''}`);
}

function howToPrepare(qualifier: string | undefined): string {
  return qualifier === undefined || qualifier === USUAL_QUALIFIERS.project
    ? 'bootstrap/bootstrap.sh <account> <region>: docs/bootstrap.md'
    : `npx cdk bootstrap --qualifier ${qualifier}`;
}

async function bootstrapVersion(client: SSMClient, qualifier: string, abortSignal: AbortSignal): Promise<string | undefined> {
  const Name = `/cdk-bootstrap/${qualifier}/version`;
  try {
    const { Parameter } = await asking(`SSM, GetParameter ${Name}`, () => client.send(new GetParameterCommand({ Name }), { abortSignal }));
    return Parameter?.Value;
  } catch (error) {
    if (error instanceof Failure && error.code === 'not-found') return undefined;
    throw error;
  }
}
