import { PORT as EXAMPLE_PORT } from '../../examples/step-up/serve';
import { readPort } from '../../local/process/port';
import { portOf } from '../../local/process/take-port';
import { read } from '../docs/documents';
import { synthesizeStage } from '../support/template';

const container = JSON.parse(read('.devcontainer/devcontainer.json')) as Record<string, unknown>;
const dockerfile = read('.devcontainer/Dockerfile');

describe('.devcontainer', () => {
  test('forwards each port of the local stack and of the example under its own number, since its addresses are printed', () => {
    const api = readPort(undefined);
    const others = (['console', 'agent', 'cognito', 'secrets-manager', 's3', 'dynamodb', 'verdicts'] as const).map((who) =>
      portOf(who, api),
    );
    expect(container.forwardPorts).toEqual([api, ...others, EXAMPLE_PORT]);
    const attributes = container.portsAttributes as Record<string, { label: string; requireLocalPort: boolean }>;
    expect(Object.keys(attributes).map(Number)).toEqual(container.forwardPorts);
    for (const { label, requireLocalPort } of Object.values(attributes)) expect([label.length > 0, requireLocalPort]).toEqual([true, true]);
    expect([attributes[portOf('console', api)]?.label, attributes[portOf('verdicts', api)]?.label]).toEqual(['Console', 'Verdicts']);
  });

  test('is an image of the function’s Node by its digest, with the browser of the tests, and installs as CI does', () => {
    const { Runtime } = synthesizeStage('prod').one('AWS::Lambda::Function', /Function/);
    const [, major] = /^FROM node:(\d+)\.\d+\.\d+-\w+@sha256:[0-9a-f]{64}$/m.exec(dockerfile) ?? [];
    expect(`nodejs${major}.x`).toBe(Runtime);
    const ci = read('.ci/run');
    const installed = /apt-get install -y -qq ([\w -]+\w)/.exec(dockerfile)?.[1];
    expect(installed).toBe([...ci.matchAll(/missing\+=\((\w+)\)/g)].map(([, name]) => name).join(' '));
    expect(ci).toContain(`\n${container.postCreateCommand}\n`);
  });

  test('gives the container no more than its own user', () => {
    expect(Object.keys(container).sort()).toEqual(['build', 'forwardPorts', 'name', 'portsAttributes', 'postCreateCommand', 'remoteUser']);
    expect([container.build, container.remoteUser]).toEqual([{ dockerfile: 'Dockerfile' }, 'node']);
  });
});
