import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/**
 * Node closes idle connections once, when closing starts. Two kinds are left and would hold the server open until they
 * time out: one that falls idle later, and one a browser opened ahead of need, which has never asked for anything.
 */
export function hangUpWhenClosing(app: FastifyInstance): void {
  const sockets = new Set<Socket>();
  app.server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });

  function hangUp(): void {
    app.server.closeIdleConnections();
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
  }
  let sweep: NodeJS.Timeout | undefined;
  app.addHook('preClose', async () => { sweep = setInterval(hangUp, 50); });
  app.addHook('onClose', async () => clearInterval(sweep));
}
