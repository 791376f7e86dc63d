import path from 'node:path';
import { type App, Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { addOutputs, FaceMatchProxy, readConfig } from '../../lib';

/** The proxy of step-up.json, and the role of the backend: the only one that may ask for a verdict. */
export function addBank(app: App): Stack {
  const stack = new Stack(app, 'FaceMatchProxy-step-up', { env: { account: '111122223333', region: 'eu-central-1' } });
  const proxy = new FaceMatchProxy(stack, 'Proxy', readConfig({ stage: 'step-up', file: path.join(__dirname, 'step-up.json') }));
  // Where backend.ts runs: in ECS here. On Lambda take the function's role, from another stack Role.fromRoleArn.
  // The condition keeps tasks of other accounts out ("confused deputy" in the ECS developer guide).
  const conditions = { StringEquals: { 'aws:SourceAccount': stack.account } };
  const backend = new Role(stack, 'Backend', { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com', { conditions }) });
  proxy.verdicts?.grantAsk(backend);
  addOutputs(proxy);
  return stack;
}
