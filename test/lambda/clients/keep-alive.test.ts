import http from 'node:http';
import { Socket } from 'node:net';
import { keepAliveConnections } from '../../../lambda/clients/keep-alive';

const IDLE_MS = 4000;

function given() {
  let time = 1_000_000;
  const connections = keepAliveConnections(new http.Agent({ keepAlive: true }), () => time);
  const free = (name: string, ...sockets: Socket[]) => Object.assign(connections.agent.freeSockets, { [name]: sockets });
  return { connections, free, later: (ms: number) => (time += ms) };
}

describe('a keep-alive connection', () => {
  it('is used again while it has not idled for long', () => {
    const { connections, free, later } = given();
    const socket = new Socket();
    connections.agent.keepSocketAlive(socket);
    free('agent:443', socket);
    later(IDLE_MS);
    connections.discardIdle();
    expect(socket.destroyed).toBe(false);
    socket.destroy();
  });

  it('is closed once it has, by the clock, as no timer runs in a frozen process', () => {
    const { connections, free, later } = given();
    const socket = new Socket();
    connections.agent.keepSocketAlive(socket);
    free('agent:443', socket);
    later(IDLE_MS + 1);
    connections.discardIdle();
    expect(socket.destroyed).toBe(true);
  });

  it('counts from its last use', () => {
    const { connections, free, later } = given();
    const socket = new Socket();
    connections.agent.keepSocketAlive(socket);
    later(IDLE_MS);
    connections.agent.keepSocketAlive(socket);
    free('agent:443', socket);
    later(IDLE_MS);
    connections.discardIdle();
    expect(socket.destroyed).toBe(false);
    socket.destroy();
  });

  it('is closed alone: each has its own time, also of the same host', () => {
    const { connections, free, later } = given();
    const [old, older, fresh] = [new Socket(), new Socket(), new Socket()] as const;
    for (const socket of [old, older]) connections.agent.keepSocketAlive(socket);
    later(IDLE_MS + 1);
    connections.agent.keepSocketAlive(fresh);
    free('one:443', old, fresh);
    free('two:443', older);
    connections.discardIdle();
    expect([old.destroyed, older.destroyed, fresh.destroyed]).toEqual([true, true, false]);
    fresh.destroy();
  });

  it('is not trusted when no one knows since when it idles', () => {
    const { connections, free } = given();
    const socket = new Socket();
    free('agent:443', socket);
    connections.discardIdle();
    expect(socket.destroyed).toBe(true);
  });
});

describe('the agent', () => {
  it('decides as before whether a connection is kept', () => {
    const agent = new http.Agent({ keepAlive: true });
    agent.keepSocketAlive = () => false;
    const socket = new Socket();
    expect(keepAliveConnections(agent, Date.now).agent.keepSocketAlive(socket)).toBe(false);
    socket.destroy();
  });
});
