/**
 * A small process beside this one that ends what this one has started, should this one be killed.
 *
 * It is told of groups by a pipe, which the system closes when this process is gone, in whatever
 * way. After a tidy end there is nothing left for it to do.
 */
import { spawn } from "node:child_process";
import { Socket } from "node:net";

/** SIGTERM for all groups that are alive and for whoever has left them, SIGKILL 2 s later. */
const script = `
all=
while read -r sign entry; do
  case $sign in
    +) all="$all $entry" ;;
    -) rest=
       for each in $all; do [ "$each" = "$entry" ] || rest="$rest $each"; done
       all=$rest ;;
  esac
done
end() {
  for each in $all; do
    kill -s "$1" -- "-\${each%%:*}"
    mark=\${each#*:}
    [ -n "$mark" ] || continue
    for file in $(grep -lsF -e "$mark" /proc/[0-9]*/environ); do
      pid=\${file#/proc/}
      kill -s "$1" "\${pid%/environ}"
    done
  done
}
[ -n "$all" ] || exit 0
end TERM
sleep 2
end KILL
`;

let pipe: Socket | undefined;

/** Lets a group be ended with this process; `mark` as groups have it. */
export function guard(group: number, mark: string): void {
  pipe ??= start();
  pipe?.write(`+ ${group}:${mark}\n`);
}

/** Takes a group back whose end has been seen. */
export function unguard(group: number, mark: string): void {
  pipe?.write(`- ${group}:${mark}\n`);
}

/** It outlives a Ctrl-C and keeps nobody from exiting; where there is no shell there is no guard. */
function start(): Socket | undefined {
  const child = spawn("/bin/sh", ["-c", script], {
    cwd: "/",
    env: { PATH: "/usr/bin:/bin" },
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  child.on("error", () => undefined);
  child.unref();
  const { stdin } = child;
  if (!(stdin instanceof Socket)) return undefined;
  stdin.on("error", () => undefined);
  stdin.unref();
  return stdin;
}
