/** Pages of codes of parallel branches: where they meet and what they do to one another. */
import type { BranchHoles } from "../catalog/graph-branches.ts";
import { prose, snippet } from "./page.ts";
import type { Pages } from "./page.ts";

/** The pages of these codes. */
export const branchPages: Pages<BranchHoles> = {
  C009: {
    title: "A session to continue where there are several",
    explanation: prose`
      \`session: inherit\` and \`fork\` go on with the conversation of the node before. Where branches
      meet there are several, and none of them is the right one. \`inherit_if_available\` starts afresh
      there.`,
    bad: snippet`
      agent left:
        model: "openai/gpt-5"

      router split:
        mode: fan_out_all

      agent merge:
        model: "openai/gpt-5"
        await: wait_all
        session: inherit

      workflow w:
        entry: split
        split -> left
        split -> merge
        left -> merge
        merge -> done
    `,
    good: snippet`
      agent left:
        model: "openai/gpt-5"

      router split:
        mode: fan_out_all

      agent merge:
        model: "openai/gpt-5"
        await: wait_all
        session: fresh

      workflow w:
        entry: split
        split -> left
        split -> merge
        left -> merge
        merge -> done
    `,
  },
  C028: {
    title: "Two branches bring the same key",
    explanation: prose`
      Where branches meet, what their edges map is put together; of two values for a key the one of the
      later edge wins. Keys of their own keep both.`,
    bad: snippet`
      agent a:
        model: "openai/gpt-5"

      agent b:
        model: "openai/gpt-5"

      router split:
        mode: fan_out_all

      agent merge:
        model: "openai/gpt-5"
        await: wait_all

      workflow w:
        entry: split
        split -> a
        split -> b
        a -> merge with { findings: "{{outputs.a}}" }
        b -> merge with { findings: "{{outputs.b}}" }
        merge -> done
    `,
    good: snippet`
      agent a:
        model: "openai/gpt-5"

      agent b:
        model: "openai/gpt-5"

      router split:
        mode: fan_out_all

      agent merge:
        model: "openai/gpt-5"
        await: wait_all

      workflow w:
        entry: split
        split -> a
        split -> b
        a -> merge with { findings: "{{outputs.a}}" }
        b -> merge with { findings_b: "{{outputs.b}}" }
        merge -> done
    `,
  },
  C115: {
    title: "Two branches change the workspace",
    explanation: prose`
      Only one node changes the workspace at a time, so branches that both do so run one after the
      other, in an order nobody chose. Tools count unless they are \`readonly\`, agents and judges if
      they have a delegate or a tool that does more than read.`,
    bad: snippet`
      tool format:
        command: "make format"

      tool lint:
        command: "make lint"

      router split:
        mode: fan_out_all

      workflow w:
        entry: split
        split -> format
        split -> lint
        format -> done
        lint -> done
    `,
    good: snippet`
      tool format:
        command: "make format"

      tool lint:
        command: "make lint"
        readonly: true

      router split:
        mode: fan_out_all

      workflow w:
        entry: split
        split -> format
        split -> lint
        format -> done
        lint -> done
    `,
  },
  C118: {
    title: "Nothing to wait for",
    explanation: prose`
      Branches are started by routers with \`mode: fan_out_all\`, and by those with \`mode: llm\` and
      \`multi: true\`. Where no such router leads, one path arrives and a join or \`await\` goes on
      at once.`,
    bad: snippet`
      tool build:
        command: "make"

      join meet:
        strategy: wait_all

      workflow w:
        entry: build
        build -> meet
        meet -> done
    `,
    good: snippet`
      tool build:
        command: "make"

      router split:
        mode: fan_out_all

      join meet:
        strategy: wait_all

      workflow w:
        entry: split
        split -> build
        split -> meet
        build -> meet
        meet -> done
    `,
  },
  C119: {
    title: "A join requires what can't arrive",
    explanation: prose`
      \`require\` lists nodes that branches must have completed before the join counts as reached. Any
      node of a branch will do, but it must be on a path that leads to the join.`,
    bad: snippet`
      agent a:
        model: "openai/gpt-5"

      agent after:
        model: "openai/gpt-5"

      router split:
        mode: fan_out_all

      join meet:
        require: [a, after]

      workflow w:
        entry: split
        split -> a
        split -> meet
        a -> meet
        meet -> after
        after -> done
    `,
    good: snippet`
      agent a:
        model: "openai/gpt-5"

      agent after:
        model: "openai/gpt-5"

      router split:
        mode: fan_out_all

      join meet:
        require: [a]

      workflow w:
        entry: split
        split -> a
        split -> meet
        a -> meet
        meet -> after
        after -> done
    `,
  },
};
