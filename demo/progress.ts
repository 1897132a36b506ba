/** A progress bar on a terminal, a plain line now and then elsewhere. Both on stderr: stdout is for the answer. */
import { SingleBar } from 'cli-progress';

export interface Progress {
  step(done: number): void;
  stop(): void;
}

const LINES_WITHOUT_TERMINAL = 4;

export function startProgress(label: string, total: number, isSilent: boolean): Progress {
  if (isSilent) return { step: () => undefined, stop: () => undefined };
  return process.stderr.isTTY ? bar(label, total) : lines(label, total);
}

function bar(label: string, total: number): Progress {
  const format = `${label.padEnd(28)} {bar} {percentage} %  {value}/{total}`;
  const one = new SingleBar({ format, hideCursor: true, clearOnComplete: false, stream: process.stderr, fps: 15 });
  one.start(total, 0);
  return { step: (done) => one.update(done), stop: () => one.stop() };
}

function lines(label: string, total: number): Progress {
  const every = Math.max(1, Math.ceil(total / LINES_WITHOUT_TERMINAL));
  return {
    step: (done) => {
      if (done % every === 0 || done === total) process.stderr.write(`${label}: ${done} of ${total}\n`);
    },
    stop: () => undefined,
  };
}
