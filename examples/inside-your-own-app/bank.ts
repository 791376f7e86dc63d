import type { App, Stack } from 'aws-cdk-lib';
import { CustomersStack } from './customers-stack';
import { StaffStack } from './staff-stack';
import { StepUpStack } from './step-up-stack';

/** The bank's stacks. What one makes, the next takes: CDK passes the names on, and deploys in this order. */
export function addBank(app: App): readonly Stack[] {
  const env = { account: '111122223333', region: 'eu-central-1' };
  const customers = new CustomersStack(app, 'Customers', { env });
  const staff = new StaffStack(app, 'Staff', { env });
  const stepUp = new StepUpStack(app, 'StepUp', { env, customers, staff });
  return [customers, staff, stepUp];
}
