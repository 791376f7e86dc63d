import { CloudFormationClient, DescribeStacksCommand, GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import type { Command } from 'commander';
import { asking } from '../aws-failures';
import { Failure } from '../failures';
import { type Job, type Parts, perform } from '../job';
import { stackResources } from '../stage/stack-resources';
import type { Stage } from '../stage/stage';
import { contentsOf } from './contents';
import { type Kept, type Plan, planOf } from './plan';

interface TeardownOptions {
  readonly plan?: boolean;
}

/** `teardown --plan`: what `cdk destroy` removes, what it leaves, and how that is removed. */
export function registerTeardown(program: Command, parts: Parts): void {
  program
    .command('teardown')
    .description('Says what cdk destroy would remove, what would stay and why, and how to remove that.')
    .option('--plan', 'make the plan; there is nothing else that this command does')
    .addHelpText(
      'after',
      `
The plan is made from the template that is deployed, and nothing is changed. Make it before cdk destroy: afterwards the stack no longer names what it kept.

Example:
  npm run --silent ops -- teardown --plan --stage dev > what-stays.txt`,
    )
    .action(perform<TeardownOptions>(parts, teardown));
}

interface Held extends Kept {
  /** @default - nothing is counted in resources of this type */
  readonly holds?: string;
}

async function teardown(job: Job, { plan: isAsked = false }: TeardownOptions): Promise<undefined> {
  if (!isAsked) throw onlyAPlan();
  const stage = await job.connect();
  const { stackName } = stage;
  if (stackName === undefined) {
    job.terminal.result({ goes: {}, stays: [] }, () => [
      'The local stack leaves nothing behind: Ctrl-C in the window of npm start ends it, with users, photos and secret.',
    ]);
    return undefined;
  }
  const { template, isProtected } = await deployed(stage, stackName, job.signal);
  const plan = planOf(template, await stackResources(stage, job.signal), stage.region);
  const stays: Held[] = [];
  for (const kept of plan.stays) stays.push({ ...kept, holds: await contentsOf(stage, kept, job.signal) });
  job.terminal.result({ stackName, isProtected, destroy: destroyCommands(stage, stackName, isProtected), goes: plan.goes, stays }, () =>
    lines(job, stage, plan, stays, isProtected),
  );
  return undefined;
}

async function deployed(stage: Stage, StackName: string, abortSignal: AbortSignal): Promise<{ template: string; isProtected: boolean }> {
  const client = new CloudFormationClient(stage.client('cloudformation'));
  const { TemplateBody = '' } = await asking(`CloudFormation, GetTemplate of ${StackName}`, () =>
    client.send(new GetTemplateCommand({ StackName, TemplateStage: 'Original' }), { abortSignal }),
  );
  const { Stacks: [stack] = [] } = await asking(`CloudFormation, DescribeStacks of ${StackName}`, () =>
    client.send(new DescribeStacksCommand({ StackName }), { abortSignal }),
  );
  return { template: TemplateBody, isProtected: stack?.EnableTerminationProtection === true };
}

function destroyCommands({ name, region }: Stage, stackName: string, isProtected: boolean): string[] {
  const unprotect = `aws cloudformation update-termination-protection --region ${region} --no-enable-termination-protection --stack-name ${stackName}`;
  return [...(isProtected ? [unprotect] : []), `npx cdk destroy -c stage=${name}`];
}

function lines({ terminal }: Job, stage: Stage, { goes }: Plan, stays: readonly Held[], isProtected: boolean): string[] {
  const { look, columns } = terminal;
  const stackName = stage.stackName ?? '';
  const steps = stays.filter(({ commands }) => commands.length > 0);
  return [
    look.bold(`Stack ${stackName} in ${stage.region}${isProtected ? ', protected from deletion' : ''}`),
    '',
    look.bold('Goes with cdk destroy'),
    ...columns(Object.entries(goes).map(([type, count]) => [`  ${count}`, type])),
    '',
    look.bold(`Stays: ${stays.length}`),
    ...columns(
      stays.flatMap(({ type, physicalId, holds, why }) => [
        [`  ${type}`, physicalId],
        ['', `${holds === undefined ? '' : `${holds}. `}${why}.`],
      ]),
    ),
    '',
    look.bold('To destroy the stack, after callers have stopped'),
    ...destroyCommands(stage, stackName, isProtected).map((command) => `  ${command}`),
    '',
    look.bold('To remove what stays, if you mean to: this cannot be undone'),
    ...steps.flatMap(({ commands }) => commands.map((command) => `  ${command}`)),
    '',
    'At Microblink, delete the key that the secret held. An existing pool, bucket or key of yours is not in the stack, and stays as it is.',
  ];
}

function onlyAPlan(): Failure {
  return new Failure('usage', {
    what: 'This command makes a plan and removes nothing.',
    where: 'teardown',
    toDo: 'Pass --plan. What it says to remove, you remove: docs/teardown.md.',
  });
}
