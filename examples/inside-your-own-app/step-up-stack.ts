import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Agent, addOutputs, Callers, FaceImages, FaceMatchProxy } from '../../lib';
import type { CustomersStack } from './customers-stack';
import type { StaffStack } from './staff-stack';

export interface StepUpStackProps extends StackProps {
  readonly customers: CustomersStack;
  readonly staff: StaffStack;
}

/** The proxy among the bank's other stacks: its callers are the bank's customers, its operators the bank's roles. */
export class StepUpStack extends Stack {
  constructor(scope: Construct, id: string, { customers, staff, ...props }: StepUpStackProps) {
    super(scope, id, props);
    const proxy = new FaceMatchProxy(this, 'Proxy', {
      purpose: 'production',
      agent: Agent.region('eu'),
      callers: Callers.existingPool({
        userPoolArn: customers.pool.userPoolArn,
        clientIds: [customers.app.userPoolClientId],
        maxAuthAgeMinutes: 30,
      }),
      images: FaceImages.newBucket(
        { face: { key: 'faces/{subject}', retentionDays: 365, minimumAgeHours: 24 } },
        { operators: { enrol: [staff.enrolment.roleArn], erase: [staff.privacy.roleArn] } },
      ),
      workflows: { inject: { 'replace-with-your-workflow-id': { field: 'faceImage', image: 'face' } } },
      corsOrigins: 'https://app.example.com',
    });
    addOutputs(proxy);
  }
}
