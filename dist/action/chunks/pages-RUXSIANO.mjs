import"./chunk-V6QL4UVO.mjs";function snippet(parts){let lines=parts.join("").replace(/^\n/,"").trimEnd().split(`
`),depths=lines.filter(line=>line.trim()!=="").map(line=>line.search(/\S/)),depth=Math.min(...depths);return lines.map(line=>line.slice(depth)+`
`).join("")}function prose(parts){return parts.join("").trim().split(/\n\s*\n/).map(paragraph=>paragraph.trim().replace(/\s*\n\s*/g," ")).join(`

`)}var declarationPages={C002:{title:"A schema that isn't declared",explanation:prose`
      \`input\` and \`output\` name the schemas that data must fit. A schema may be declared anywhere in
      the file, also below its use.`,bad:snippet`
      agent planner:
        model: "openai/gpt-5"
        output: plan

      workflow w:
        entry: planner
        planner -> done
    `,good:snippet`
      agent planner:
        model: "openai/gpt-5"
        output: plan

      schema plan:
        steps: string[]

      workflow w:
        entry: planner
        planner -> done
    `},C003:{title:"A prompt that isn't declared",explanation:prose`
      \`system\`, \`user\`, \`instructions\` and \`interaction_prompt\` name prompts of the file; texts
      can't be written there directly. One prompt may serve any number of nodes.`,bad:snippet`
      agent critic:
        model: "openai/gpt-5"
        system: critic_system

      workflow w:
        entry: critic
        critic -> done
    `,good:snippet`
      prompt critic_system:
        Judge harshly, but say why.

      agent critic:
        model: "openai/gpt-5"
        system: critic_system

      workflow w:
        entry: critic
        critic -> done
    `},C006:{title:"No workflow",explanation:prose`
      A file is run by its workflow: where it begins, and which edges lead from node to node. There
      is exactly one in a file.`,bad:snippet`
      agent solo:
        model: "openai/gpt-5"
    `,good:snippet`
      agent solo:
        model: "openai/gpt-5"

      workflow main:
        entry: solo
        solo -> done
    `},C007:{title:"A second workflow",explanation:prose`
      Which of two workflows a run would mean can't be told. The first one is compiled, the others
      are only read for faults in their text.`,bad:snippet`
      agent worker:
        model: "openai/gpt-5"

      workflow morning:
        entry: worker
        worker -> done

      workflow evening:
        entry: worker
        worker -> done
    `,good:snippet`
      agent worker:
        model: "openai/gpt-5"

      workflow morning:
        entry: worker
        worker -> done
    `},C024:{title:"An MCP server is declared twice",explanation:prose`
      Agents name servers, so a name must mean one of them. The first declaration counts.`,bad:snippet`
      mcp_server tickets:
        transport: http
        url: "https://tickets.example/mcp"

      mcp_server tickets:
        transport: stdio
        command: "tickets-mcp"

      agent a:
        model: "openai/gpt-5"

      workflow w:
        entry: a
        a -> done
    `,good:snippet`
      mcp_server tickets:
        transport: http
        url: "https://tickets.example/mcp"

      agent a:
        model: "openai/gpt-5"
        mcp:
          servers: [tickets]

      workflow w:
        entry: a
        a -> done
    `},C104:{title:"A property, clause or key is given twice",explanation:prose`
      The first one counts. Two spellings of one property count as the same: \`delegate\` and
      \`backend\`, and \`mode\` and \`interaction\` of a human node.`,bad:snippet`
      agent a:
        model: "openai/gpt-5"
        readonly: true
        model: "openai/gpt-5-mini"

      workflow w:
        entry: a
        a -> done
    `,good:snippet`
      agent a:
        model: "openai/gpt-5"
        readonly: true

      workflow w:
        entry: a
        a -> done
    `},C106:{title:"A tool has more to run than one thing",explanation:prose`
      A \`command\` is a line for the shell. A \`script\` is a whole program, whose \`language\` says
      what runs it. A tool runs one of the two.`,bad:snippet`
      tool t:
        command: "make"
        script: |
          make install

      workflow w:
        entry: t
        t -> done
    `,good:snippet`
      tool t:
        script: |
          make
          make install
        language: bash

      workflow w:
        entry: t
        t -> done
    `},C108:{title:"A preset sets a variable that isn't declared",explanation:prose`
      A preset is a set of values for variables of the workflow: those under \`vars:\`, and the fields
      of the entry node's \`input\`.`,bad:snippet`
      vars:
        depth: int = 1

      presets:
        nightly:
          depht: 3

      agent a:
        model: "openai/gpt-5"

      workflow w:
        entry: a
        a -> done
    `,good:snippet`
      vars:
        depth: int = 1

      presets:
        nightly:
          depth: 3

      agent a:
        model: "openai/gpt-5"

      workflow w:
        entry: a
        a -> done
    `},C120:{title:"An enum on a type that has none",explanation:prose`
      An \`enum\` lists the texts that a field of type \`string\` may hold, or the items of a
      \`string[]\`. Other types don't take one.`,bad:snippet`
      schema v:
        level: int [enum: "1", "2"]

      judge j:
        model: "openai/gpt-5"
        output: v

      workflow w:
        entry: j
        j -> done
    `,good:snippet`
      schema v:
        level: string [enum: "low", "high"]

      judge j:
        model: "openai/gpt-5"
        output: v

      workflow w:
        entry: j
        j -> done
    `}};var branchPages={C009:{title:"A session to continue where there are several",explanation:prose`
      \`session: inherit\` and \`fork\` go on with the conversation of the node before. Where branches
      meet there are several, and none of them is the right one. \`inherit_if_available\` starts afresh
      there.`,bad:snippet`
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
    `,good:snippet`
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
    `},C028:{title:"Two branches bring the same key",explanation:prose`
      Where branches meet, what their edges map is put together; of two values for a key the one of the
      later edge wins. Keys of their own keep both.`,bad:snippet`
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
    `,good:snippet`
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
    `},C115:{title:"Two branches change the workspace",explanation:prose`
      Only one node changes the workspace at a time, so branches that both do so run one after the
      other, in an order nobody chose. Tools count unless they are \`readonly\`, agents and judges if
      they have a delegate or a tool that does more than read.`,bad:snippet`
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
    `,good:snippet`
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
    `},C118:{title:"Nothing to wait for",explanation:prose`
      Branches are started by routers with \`mode: fan_out_all\`, and by those with \`mode: llm\` and
      \`multi: true\`. Where no such router leads, one path arrives and a join or \`await\` goes on
      at once.`,bad:snippet`
      tool build:
        command: "make"

      join meet:
        strategy: wait_all

      workflow w:
        entry: build
        build -> meet
        meet -> done
    `,good:snippet`
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
    `},C119:{title:"A join requires what can't arrive",explanation:prose`
      \`require\` lists nodes that branches must have completed before the join counts as reached. Any
      node of a branch will do, but it must be on a path that leads to the join.`,bad:snippet`
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
    `,good:snippet`
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
    `}};var conditionPages={C010:{title:"Two edges without a condition",explanation:prose`
      A node goes on along one edge: the first whose condition holds, else the one without a
      condition. Of several without one only the first could ever be taken, also if it is part of a
      loop. To go several ways at once, put a \`router\` with \`mode: fan_out_all\` there.`,bad:snippet`
      tool build:
        command: "make"

      workflow w:
        entry: build
        build -> done
        build -> fail
    `,good:snippet`
      tool build:
        command: "make"

      workflow w:
        entry: build
        build -> done when "exit_code == 0"
        build -> fail
    `},C011:{title:"The same condition again",explanation:prose`
      The first edge whose condition holds is taken, so the same condition further down is never
      looked at. The exception are edges that are part of another loop: once that loop is used up, the
      next edge with the same condition has its turn.`,bad:snippet`
      schema verdict:
        ok: bool

      judge review:
        model: "openai/gpt-5"
        output: verdict

      workflow w:
        entry: review
        review -> done when ok
        review -> fail when ok
        review -> fail
    `,good:snippet`
      schema verdict:
        ok: bool

      judge review:
        model: "openai/gpt-5"
        output: verdict

      workflow w:
        entry: review
        review -> done when ok
        review -> review when not ok as again(2)
        review -> fail when not ok
    `},C012:{title:"Conditions that leave a case open",explanation:prose`
      A node whose edges all have conditions needs two that are each other's opposite, or one edge
      without a condition. Otherwise a run may come to a point from which no edge leads on. Conditions
      that cover everything by what they mean, such as \`"n > 5"\` and \`"n <= 5"\`, are not recognised:
      write the second as \`when not "n > 5"\`.`,bad:snippet`
      schema verdict:
        ok: bool

      judge review:
        model: "openai/gpt-5"
        output: verdict

      workflow w:
        entry: review
        review -> done when ok
    `,good:snippet`
      schema verdict:
        ok: bool

      judge review:
        model: "openai/gpt-5"
        output: verdict

      workflow w:
        entry: review
        review -> done when ok
        review -> fail when not ok
    `},C013:{title:"A condition that is no bool",explanation:prose`
      \`when field\` holds for \`true\`, and \`when not field\` for \`false\` and for nothing. A field of
      another type would hold neither way. An expression in quotes can compare it.`,bad:snippet`
      schema verdict:
        score: int

      judge review:
        model: "openai/gpt-5"
        output: verdict

      workflow w:
        entry: review
        review -> done when score
        review -> fail
    `,good:snippet`
      schema verdict:
        score: int

      judge review:
        model: "openai/gpt-5"
        output: verdict

      workflow w:
        entry: review
        review -> done when "score > 0"
        review -> fail
    `},C014:{title:"A condition on a field that is not there",explanation:prose`
      A condition looks at the output of the node that its edge leaves. If everything that this output
      contains is known, by a schema or by what leads to a router or join, a field that isn't in it can
      never have a value. Outputs of other nodes are reached as \`outputs.node.field\` in an expression.`,bad:snippet`
      schema verdict:
        approved: bool

      judge review:
        model: "openai/gpt-5"
        output: verdict

      workflow w:
        entry: review
        review -> done when aproved
        review -> fail
    `,good:snippet`
      schema verdict:
        approved: bool

      judge review:
        model: "openai/gpt-5"
        output: verdict

      workflow w:
        entry: review
        review -> done when approved
        review -> fail
    `},C022:{title:"A condition where a model chooses",explanation:prose`
      A router with \`mode: llm\` shows all its edges to a model and takes what the model chooses. To
      rule an edge out beforehand, put a router with \`mode: condition\` before it.`,bad:snippet`
      router pick:
        mode: llm
        model: "openai/gpt-5"

      workflow w:
        entry: pick
        pick -> done when ready
        pick -> fail
    `,good:snippet`
      router pick:
        mode: llm
        model: "openai/gpt-5"

      workflow w:
        entry: pick
        pick -> done
        pick -> fail
    `}};var edgePages={C001:{title:"An edge from or to nowhere",explanation:prose`
      Both ends of an edge are nodes of the file, or one of the terminals \`done\` and \`fail\`. Nodes
      may be declared above or below the workflow.`,bad:snippet`
      tool build:
        command: "make"

      workflow w:
        entry: build
        build -> dnoe
    `,good:snippet`
      tool build:
        command: "make"

      workflow w:
        entry: build
        build -> done
    `},C005:{title:"One loop with two bounds",explanation:prose`
      Edges that name the same loop share its count, so they must agree on how far it may go. If they
      are to be counted apart, they are two loops and need two names.`,bad:snippet`
      schema verdict:
        ok: bool
        near: bool

      judge review:
        model: "openai/gpt-5"
        output: verdict

      workflow w:
        entry: review
        review -> done when ok
        review -> review when near as polish(2)
        review -> review as polish(3)
    `,good:snippet`
      schema verdict:
        ok: bool
        near: bool

      judge review:
        model: "openai/gpt-5"
        output: verdict

      workflow w:
        entry: review
        review -> done when ok
        review -> review when near as polish(2)
        review -> review as polish(2)
    `},C008:{title:"A workflow without a beginning",explanation:prose`
      \`entry\` names the node at which every run begins. It is a node that the file declares; the
      terminals \`done\` and \`fail\` are ends only.`,bad:snippet`
      tool build:
        command: "make"

      workflow w:
        build -> done
    `,good:snippet`
      tool build:
        command: "make"

      workflow w:
        entry: build
        build -> done
    `},C117:{title:"An edge that leaves the end",explanation:prose`
      \`done\` and \`fail\` are where runs end. What is to happen last, cleaning up for example, belongs
      on the way there.`,bad:snippet`
      tool build:
        command: "make"

      workflow w:
        entry: build
        build -> done
        done -> fail
    `,good:snippet`
      tool build:
        command: "make"

      tool clean:
        command: "make clean"

      workflow w:
        entry: build
        build -> clean
        clean -> done
    `}};var fieldPages={C031:{title:"A field that the output hasn't",explanation:prose`
      If everything that an output contains is known, by the node's schema or by what leads to it, a
      field that isn't in it is always empty. A path goes on below \`json\` and objects, and below
      \`string[]\` by one number.`,bad:snippet`
      schema verdict:
        ok: bool

      judge review:
        model: "openai/gpt-5"
        output: verdict

      workflow w:
        entry: review
        review -> done with { why: "{{outputs.review.reason}}" }
    `,good:snippet`
      schema verdict:
        ok: bool
        reason: string

      judge review:
        model: "openai/gpt-5"
        output: verdict

      workflow w:
        entry: review
        review -> done with { why: "{{outputs.review.reason}}" }
    `},C032:{title:"A field that nobody can check",explanation:prose`
      Without an \`output\` schema a node may put out anything, so a misspelt field goes unnoticed until
      it is empty when the workflow runs. With a schema the compiler checks the name, and the run
      checks the value.`,bad:snippet`
      agent rate:
        model: "openai/gpt-5"

      workflow w:
        entry: rate
        rate -> done with { score: "{{outputs.rate.score}}" }
    `,good:snippet`
      schema rating:
        score: int

      agent rate:
        model: "openai/gpt-5"
        output: rating

      workflow w:
        entry: rate
        rate -> done with { score: "{{outputs.rate.score}}" }
    `},C033:{title:"A variable that isn't declared",explanation:prose`
      Variables are declared under \`vars:\`, at the top of the file or in the workflow. The fields of the
      entry's \`input\` schema are variables, too.`,bad:snippet`
      vars:
        base: string = "main"

      tool compare:
        command: "git diff {{vars.base}}...{{vars.head}}"

      workflow w:
        entry: compare
        compare -> done
    `,good:snippet`
      vars:
        base: string = "main"
        head: string

      tool compare:
        command: "git diff {{vars.base}}...{{vars.head}}"

      workflow w:
        entry: compare
        compare -> done
    `},C034:{title:"A field that the input hasn't",explanation:prose`
      \`input\` is what comes into the node that refers to it; on an edge it is the input of the node
      that the edge leaves. With an \`input\` schema only the schema's fields are there for certain.`,bad:snippet`
      schema request:
        title: string

      tool greet:
        command: "echo {{input.name}}"
        input: request

      workflow w:
        entry: greet
        greet -> done
    `,good:snippet`
      schema request:
        title: string

      tool greet:
        command: "echo {{input.title}}"
        input: request

      workflow w:
        entry: greet
        greet -> done
    `}};var inputPages={C111:{title:"A field that isn't brought",explanation:prose`
      Every field of an \`input\` schema is needed. What an edge brings is its mapping, or without one
      the output of the node that it leaves. Where branches meet, one edge that brings the field is
      enough. A field that doesn't come arrives as null.`,bad:snippet`
      schema task:
        title: string
        body: string

      agent plan:
        model: "openai/gpt-5"

      agent write:
        model: "openai/gpt-5"
        input: task

      workflow w:
        entry: plan
        plan -> write with { title: "{{outputs.plan.text}}" }
        write -> done
    `,good:snippet`
      schema task:
        title: string
        body: string

      agent plan:
        model: "openai/gpt-5"

      agent write:
        model: "openai/gpt-5"
        input: task

      workflow w:
        entry: plan
        plan -> write with { title: "The plan", body: "{{outputs.plan.text}}" }
        write -> done
    `},C112:{title:"A field of another type",explanation:prose`
      A mapping's value that is exactly one reference keeps the type of what it refers to; everything
      else is text. A value of another type is converted where nothing is lost by that, else the node
      fails when it is reached.`,bad:snippet`
      schema task:
        count: int

      agent plan:
        model: "openai/gpt-5"

      agent write:
        model: "openai/gpt-5"
        input: task

      workflow w:
        entry: plan
        plan -> write with { count: "3" }
        write -> done
    `,good:snippet`
      vars:
        count: int = 3

      schema task:
        count: int

      agent plan:
        model: "openai/gpt-5"

      agent write:
        model: "openai/gpt-5"
        input: task

      workflow w:
        entry: plan
        plan -> write with { count: "{{vars.count}}" }
        write -> done
    `},C113:{title:"A key that the input doesn't know",explanation:prose`
      A mapping brings a key that the target's \`input\` schema doesn't have. It is kept, but nothing
      that relies on the schema will look for it; most often it is misspelt.`,bad:snippet`
      schema task:
        title: string

      agent plan:
        model: "openai/gpt-5"

      agent write:
        model: "openai/gpt-5"
        input: task

      workflow w:
        entry: plan
        plan -> write with { titel: "{{outputs.plan.text}}", title: "x" }
        write -> done
    `,good:snippet`
      schema task:
        title: string

      agent plan:
        model: "openai/gpt-5"

      agent write:
        model: "openai/gpt-5"
        input: task

      workflow w:
        entry: plan
        plan -> write with { title: "{{outputs.plan.text}}" }
        write -> done
    `},C116:{title:"A declaration that nothing uses",explanation:prose`
      Prompts are used by the nodes that name them, schemas as \`input\` or \`output\` of nodes. One that
      no node names has no effect, and what it says isn't checked.`,bad:snippet`
      prompt old_rules:
        Write short sentences.

      tool build:
        command: "make"

      workflow w:
        entry: build
        build -> done
    `,good:snippet`
      prompt rules:
        Write short sentences.

      agent write:
        model: "openai/gpt-5"
        system: rules

      workflow w:
        entry: write
        write -> done
    `}};var referencePages={C004:{title:"A reference that can't be one",explanation:prose`
      A reference is \`{{\`, a path of names and numbers joined by dots, and \`}}\`. The path begins with
      a namespace: \`vars\`, \`input\`, \`outputs\`, \`artifacts\`, \`loop\`, \`run\` or \`github\`. Behind
      \`outputs\` and \`artifacts\` stands a name, behind \`loop\` the loop's name and one of
      \`iteration\`, \`max\` and \`previous_output\`. To write \`{{\` as text, put a backslash before it.`,bad:snippet`
      tool greet:
        command: "echo {{name}}"

      workflow w:
        entry: greet
        greet -> done
    `,good:snippet`
      tool greet:
        command: "echo {{input.name}}"

      workflow w:
        entry: greet
        greet -> done
    `},C017:{title:"The history of a node that runs once",explanation:prose`
      \`history\` lists all outputs of a node in a run, oldest first. A node that is on no cycle runs
      once at most; its only output is there without \`history\`.`,bad:snippet`
      tool build:
        command: "make"

      workflow w:
        entry: build
        build -> done with { past: "{{outputs.build.history}}" }
    `,good:snippet`
      tool build:
        command: "make"

      workflow w:
        entry: build
        build -> build when "exit_code != 0" as again(2)
        build -> done with { past: "{{outputs.build.history}}" }
    `},C030:{title:"The output of no node",explanation:prose`
      \`outputs\` is followed by the name of a node that the file declares. The terminals \`done\` and
      \`fail\` have no output.`,bad:snippet`
      tool build:
        command: "make"

      workflow w:
        entry: build
        build -> done with { log: "{{outputs.biuld.stdout}}" }
    `,good:snippet`
      tool build:
        command: "make"

      workflow w:
        entry: build
        build -> done with { log: "{{outputs.build.stdout}}" }
    `},C035:{title:"An artifact that nobody publishes",explanation:prose`
      A node with \`publish: name\` makes its output the next version of that artifact;
      \`artifacts.name\` is the latest one.`,bad:snippet`
      tool build:
        command: "make"
        publish: log

      workflow w:
        entry: build
        build -> done with { log: "{{artifacts.logs}}" }
    `,good:snippet`
      tool build:
        command: "make"
        publish: log

      workflow w:
        entry: build
        build -> done with { log: "{{artifacts.log}}" }
    `},C036:{title:"An output of something that comes later",explanation:prose`
      An output is there once its node has run. A node, and what leaves it, can only refer to nodes from
      which a path leads to it. Branches that run side by side don't see one another. In a loop a node
      comes before itself: it sees its output of the round before.`,bad:snippet`
      tool build:
        command: "make"

      tool test:
        command: "make test"

      workflow w:
        entry: build
        build -> test with { log: "{{outputs.test.stdout}}" }
        test -> done
    `,good:snippet`
      tool build:
        command: "make"

      tool test:
        command: "make test"

      workflow w:
        entry: build
        build -> test
        test -> done with { log: "{{outputs.test.stdout}}" }
    `},C100:{title:"Something that is no expression",explanation:prose`
      Quoted conditions and the entries of \`expr\` are expressions: values, references without braces,
      fields by their bare names, \`||\`, \`&&\`, \`!\`, comparisons, arithmetic and a small set of
      functions. The second argument of \`matches\` is a regular expression in quotes.`,bad:snippet`
      tool build:
        command: "make"

      workflow w:
        entry: build
        build -> done when "exit_code =="
        build -> fail
    `,good:snippet`
      tool build:
        command: "make"

      workflow w:
        entry: build
        build -> done when "exit_code == 0"
        build -> fail
    `},C105:{title:"A loop that isn't there",explanation:prose`
      \`loop\` is followed by the name of a loop: the name behind \`as\` on an edge.`,bad:snippet`
      tool build:
        command: "make"

      workflow w:
        entry: build
        build -> build when "loop.retries.iteration < 1" as retry(2)
        build -> done
    `,good:snippet`
      tool build:
        command: "make"

      workflow w:
        entry: build
        build -> build when "loop.retry.iteration < 1" as retry(2)
        build -> done
    `}};var wayPages={C016:{title:"A node that is never reached",explanation:prose`
      A run begins at the entry and goes along edges. A node that no path leads to never runs; most
      often an edge is missing or leads somewhere else.`,bad:snippet`
      tool build:
        command: "make"

      tool test:
        command: "make test"

      workflow w:
        entry: build
        build -> done
        test -> done
    `,good:snippet`
      tool build:
        command: "make"

      tool test:
        command: "make test"

      workflow w:
        entry: build
        build -> test
        test -> done
    `},C019:{title:"A cycle without a bound",explanation:prose`
      A run that goes round and round costs money until somebody notices. So every cycle needs an edge
      with a loop: a name and how often the edge may be taken. A loop on one cycle doesn't bound another
      one that goes through the same node.`,bad:snippet`
      schema verdict:
        approved: bool

      agent fix:
        model: "openai/gpt-5"

      judge review:
        model: "openai/gpt-5"
        output: verdict

      workflow w:
        entry: review
        review -> done when approved
        review -> fix when not approved
        fix -> review
    `,good:snippet`
      schema verdict:
        approved: bool

      agent fix:
        model: "openai/gpt-5"

      judge review:
        model: "openai/gpt-5"
        output: verdict

      workflow w:
        entry: review
        review -> done when approved
        review -> fix when not approved
        fix -> review as refine(5)
    `},C020:{title:"Taking turns with nobody",explanation:prose`
      A router with \`mode: round_robin\` takes its unconditional edges in turn, one a visit, so there
      must be two at least. Edges with conditions go first and don't count.`,bad:snippet`
      router turn:
        mode: round_robin

      workflow w:
        entry: turn
        turn -> done
    `,good:snippet`
      router turn:
        mode: round_robin

      workflow w:
        entry: turn
        turn -> done
        turn -> fail
    `},C021:{title:"Nothing to choose from",explanation:prose`
      A router with \`mode: llm\` asks a model which edge to take. With one edge or none the question
      costs money and has no answer.`,bad:snippet`
      router pick:
        mode: llm
        model: "openai/gpt-5"

      workflow w:
        entry: pick
        pick -> done
    `,good:snippet`
      router pick:
        mode: llm
        model: "openai/gpt-5"

      workflow w:
        entry: pick
        pick -> done
        pick -> fail
    `},C101:{title:"A way that can't end",explanation:prose`
      Every run ends at \`done\` or \`fail\`. A node without an edge, or several nodes that only lead to
      one another, would leave it nowhere to go. A bounded loop is no way out: when it is used up, there
      must be another edge.`,bad:snippet`
      tool build:
        command: "make"

      tool test:
        command: "make test"

      workflow w:
        entry: build
        build -> test
    `,good:snippet`
      tool build:
        command: "make"

      tool test:
        command: "make test"

      workflow w:
        entry: build
        build -> test
        test -> done
    `}};var modelPages={C018:{title:"Nobody can do the node's work",explanation:prose`
      Agents, judges and routers with \`mode: llm\` need a model, or a delegate that brings its own.
      The workflow's \`default_backend\` and the variables ITERION_DEFAULT_SUPERVISOR_MODEL and
      ITERION_DEFAULT_BACKEND count, too. A human node that a model may answer needs a model and an
      \`output\`, so that the answer has a form.`,bad:snippet`
      agent thinker:
        tools: [read_file]

      workflow w:
        entry: thinker
        thinker -> done
    `,good:snippet`
      agent thinker:
        model: "anthropic/claude-sonnet-5"
        tools: [read_file]

      workflow w:
        entry: thinker
        thinker -> done
    `},C023:{title:"A property of routers that choose by model",explanation:prose`
      Only a router with \`mode: llm\` asks a model. The other modes go by conditions and turns, so
      models, prompts and time limits would have no effect on them.`,bad:snippet`
      agent a:
        model: "openai/gpt-5"

      router all:
        model: "openai/gpt-5"

      workflow w:
        entry: all
        all -> a
        a -> done
    `,good:snippet`
      agent a:
        model: "openai/gpt-5"

      router choice:
        mode: llm
        model: "openai/gpt-5"

      workflow w:
        entry: choice
        choice -> a
        choice -> done
        a -> done
    `},C025:{title:"An MCP server that can't be reached",explanation:prose`
      A server with \`transport: stdio\` is a program: it has a \`command\`, perhaps \`args\` and \`env\`.
      One with \`transport: http\` has a \`url\`. What belongs to the other sort would be ignored, and
      is refused.`,bad:snippet`
      mcp_server tickets:
        transport: stdio

      agent a:
        model: "openai/gpt-5"
        mcp:
          servers: [tickets]

      workflow w:
        entry: a
        a -> done
    `,good:snippet`
      mcp_server tickets:
        transport: stdio
        command: "tickets-mcp"

      agent a:
        model: "openai/gpt-5"
        mcp:
          servers: [tickets]

      workflow w:
        entry: a
        a -> done
    `},C027:{title:"A text that is no reasoning effort",explanation:prose`
      The effort may be a bare word, or a text with an environment variable in it. After the variable
      has been put in, the text must be one of the efforts.`,bad:snippet`
      agent a:
        model: "openai/gpt-5"
        reasoning_effort: "\${EFFORT:-full}"

      workflow w:
        entry: a
        a -> done
    `,good:snippet`
      agent a:
        model: "openai/gpt-5"
        reasoning_effort: "\${EFFORT:-high}"

      workflow w:
        entry: a
        a -> done
    `},C029:{title:"A node that asks by a tool",explanation:prose`
      \`interaction\` says who answers questions while a node works. Coding agents are made for that. A
      model that is called directly is given the tool \`ask_user\`: it has to be one that calls tools,
      and to be told when to ask.`,bad:snippet`
      agent a:
        model: "openai/gpt-5"
        interaction: human

      workflow w:
        entry: a
        a -> done
    `,good:snippet`
      agent a:
        delegate: "claude_code"
        interaction: human

      workflow w:
        entry: a
        a -> done
    `},C103:{title:"An unknown delegate",explanation:prose`
      A delegate is a coding agent that Iter starts: \`claude_code\` (or \`claude\`) and \`codex\`. \`none\`
      (or \`goai\`) calls the model directly, whatever the defaults say.`,bad:snippet`
      agent a:
        delegate: "claude-code"

      workflow w:
        entry: a
        a -> done
    `,good:snippet`
      agent a:
        delegate: "claude_code"

      workflow w:
        entry: a
        a -> done
    `},C110:{title:"An MCP server that isn't declared",explanation:prose`
      \`servers\` and \`disable\` name servers that the file declares. With \`autoload_project: true\` the
      project's own servers count as well, and the names can't be checked.`,bad:snippet`
      mcp_server tickets:
        transport: stdio
        command: "tickets-mcp"

      agent a:
        model: "openai/gpt-5"
        mcp:
          servers: [ticket]

      workflow w:
        entry: a
        a -> done
    `,good:snippet`
      mcp_server tickets:
        transport: stdio
        command: "tickets-mcp"

      agent a:
        model: "openai/gpt-5"
        mcp:
          servers: [tickets]

      workflow w:
        entry: a
        a -> done
    `},C121:{title:"A model that no provider serves",explanation:prose`
      A model is written as provider and name: \`anthropic/…\`, \`openai/…\`, \`github/…\`,
      \`bedrock/…\`, \`vertex/…\`, \`openai-compatible/…\` or \`simulate/…\`. Names that begin with \`claude-\` or \`gpt-\` are
      understood without one. Several, with \`|\` between them, are tried in their order as long as
      one can't be reached. References have no meaning in a model's name; environment variables
      have.`,bad:snippet`
      agent a:
        model: "sonnet"

      workflow w:
        entry: a
        a -> done
    `,good:snippet`
      agent a:
        model: "anthropic/claude-sonnet-5"

      workflow w:
        entry: a
        a -> done
    `}};var namePages={E010:{title:"A name is declared twice",explanation:prose`
      All nodes share one namespace, whatever their kind; schemas, prompts, presets and variables
      have one each. The first declaration of a name counts. The second is read for faults in its
      text and otherwise left out.`,bad:snippet`
      agent check:
        model: "openai/gpt-5"

      tool check:
        command: "make check"

      workflow w:
        entry: check
        check -> done
    `,good:snippet`
      agent check:
        model: "openai/gpt-5"

      tool check_build:
        command: "make check"

      workflow w:
        entry: check
        check -> check_build
        check_build -> done
    `},E011:{title:"A node is called like a built-in one",explanation:prose`
      Every workflow has two terminals: \`done\` ends a path well, \`fail\` ends it badly. Edges lead
      to them without a declaration. Schemas, prompts and servers may be called so.`,bad:snippet`
      agent done:
        model: "openai/gpt-5"

      agent starter:
        model: "openai/gpt-5"

      workflow w:
        entry: starter
        starter -> done
    `,good:snippet`
      agent starter:
        model: "openai/gpt-5"

      workflow w:
        entry: starter
        starter -> done
    `},E012:{title:"A block doesn't have this property",explanation:prose`
      Which properties a declaration takes depends on its kind: a tool has a \`command\`, an agent a
      \`model\`, a human node neither. A property that nobody reads would be ignored silently, so it
      is refused.`,bad:snippet`
      agent coder:
        modle: "anthropic/claude-sonnet-5"

      workflow w:
        entry: coder
        coder -> done
    `,good:snippet`
      agent coder:
        model: "anthropic/claude-sonnet-5"

      workflow w:
        entry: coder
        coder -> done
    `},E013:{title:"A required property is missing",explanation:prose`
      A tool needs something to run, a \`command\` or a \`script\`. A compute needs its \`expr\` block.`,bad:snippet`
      tool verify:
        readonly: true

      workflow w:
        entry: verify
        verify -> done
    `,good:snippet`
      tool verify:
        command: "make verify"
        readonly: true

      workflow w:
        entry: verify
        verify -> done
    `},E020:{title:"A word that isn't among the allowed ones",explanation:prose`
      Some properties take one word of a fixed list: modes, strategies, sessions, efforts, and
      \`true\` or \`false\`.`,bad:snippet`
      agent chat:
        model: "openai/gpt-5"
        session: keep

      workflow w:
        entry: chat
        chat -> done
    `,good:snippet`
      agent chat:
        model: "openai/gpt-5"
        session: inherit_if_available

      workflow w:
        entry: chat
        chat -> done
    `},E021:{title:"An unknown type",explanation:prose`
      Variables and fields have one of six types: \`string\`, \`bool\`, \`int\`, \`float\`, \`json\` for
      anything, and \`string[]\`. Schemas aren't types; nested data is \`json\`.`,bad:snippet`
      vars:
        since: date

      agent historian:
        model: "openai/gpt-5"

      workflow w:
        entry: historian
        historian -> done
    `,good:snippet`
      vars:
        since: string

      agent historian:
        model: "openai/gpt-5"

      workflow w:
        entry: historian
        historian -> done
    `}};var taintPages={C180:{title:"Text of strangers leads to a push",explanation:prose`
      Titles, comments, diffs and logs are written by others, and a model that reads them may do what
      they say. Before such a model's work becomes a commit, a pull request or a dispatch, every way
      has to pass a person or the verdict of a judge.`,bad:snippet`
      agent mend:
        model: "openai/gpt-5"
        tools: [github.comments, write_file]

      agent push:
        model: "openai/gpt-5"
        tools: [github.commit]

      workflow w:
        entry: mend
        mend -> push
        push -> done
    `,good:snippet`
      schema verdict:
        sound: bool

      agent mend:
        model: "openai/gpt-5"
        tools: [github.comments, write_file]

      judge sound:
        model: "openai/gpt-5"
        output: verdict

      agent push:
        model: "openai/gpt-5"
        tools: [github.commit]

      workflow w:
        entry: mend
        mend -> sound
        sound -> push when sound
        sound -> fail when not sound
        push -> done
    `},C181:{title:"A command is given text of strangers",explanation:prose`
      A reference in a command is never pasted into it: the shell gets a variable, and the text stays
      one word. The program that is called gets it all the same, and must not take it for a path, an
      option or a script. Give it what can't be chosen freely: a number, a bool or a word of a list.`,bad:snippet`
      tool greet:
        command: "echo {{github.pr.title}}"

      workflow w:
        entry: greet
        greet -> done
    `,good:snippet`
      tool greet:
        command: "echo {{github.pr.number}}"

      workflow w:
        entry: greet
        greet -> done
    `}};var textPages={E001:{title:"Text that nothing allows at this place",explanation:prose`
      Every line of a file is read by itself, and here stands something that can't be part of one:
      a character that begins no word, a first word that begins no declaration, or a further word
      behind a line that is complete already. The line is left out, with everything indented below
      it, and reading goes on with the next one.

      Bytes that are not UTF-8, a carriage return without a line feed, a file above 10 MiB and JSON
      nested more than 100 levels deep are reported by this code as well.`,bad:snippet`
      agent draft:
        model: "openai/gpt-5"

      agent polish:
        model: "openai/gpt-5"

      workflow writing:
        entry: draft
        draft -> polish -> done
        polish -> done
    `,good:snippet`
      agent draft:
        model: "openai/gpt-5"

      agent polish:
        model: "openai/gpt-5"

      workflow writing:
        entry: draft
        draft -> polish
        polish -> done
    `},E002:{title:"Something needed isn't there, or a value has the wrong form",explanation:prose`
      A line stops before it is complete, another word stands where a certain one must, a bracket
      stays open, a block has no lines, or a property is given a value of another form than it
      takes: a name where a text belongs, a number where a list does.

      Names of nodes, schemas and prompts are bare words. Models, commands and durations are texts
      in quotes.`,bad:snippet`
      agent writer:
        model: "openai/gpt-5"

      workflow short:
        entry: "writer"
        writer -> done
    `,good:snippet`
      agent writer:
        model: "openai/gpt-5"

      workflow short:
        entry: writer
        writer -> done
    `},E003:{title:"The indentation fits no block",explanation:prose`
      Blocks are made by indentation with blanks. The first line of a block sets its width; the
      other lines stand at the same depth. A line that is deeper than the one above without a colon
      before it, a line whose depth belongs to no open block, and a tab among the blanks can't be
      placed. Everything from there down to the next line that fits is left out.`,bad:snippet`
      agent porter:
          model: "openai/gpt-5"
        readonly: true

      workflow w:
        entry: porter
        porter -> done
    `,good:snippet`
      agent porter:
          model: "openai/gpt-5"
          readonly: true

      workflow w:
        entry: porter
        porter -> done
    `},E004:{title:"A string is never closed",explanation:prose`
      A string in double quotes ends on its own line; a quote inside it is written \`\\"\`. Text over
      several lines goes between backticks, or below \`key: |\` as an indented block.`,bad:snippet`
      tool tests:
        command: "npm test

      workflow ci:
        entry: tests
        tests -> done
    `,good:snippet`
      tool tests:
        command: "npm test"

      workflow ci:
        entry: tests
        tests -> done
    `}};var usePages={C123:{title:"A file that can't be used",explanation:prose`
      A \`use\` names a flow, which ends in \`.json\`, \`.yaml\` or \`.yml\`, or another \`.iter\` file; the
      path is seen from the file that it stands in. The file has to be there, free of errors, and must
      not lead back to where it is used. What a flow calls stands in the host file beside it.`,bad:snippet`
      use check:
        file: "checks.txt"

      workflow w:
        entry: check
        check -> done
    `,good:snippet`
      use check:
        file: "checks.flow.json"

      workflow w:
        entry: check
        check -> done
    `},C124:{title:"An output that the used file doesn't give",explanation:prose`
      The output of a \`use\` has one field for each node of the file that gave something, under the
      node's name. So a schema for it can only want names of such nodes, with types that they give.
      In the flow of this example there is a \`condition\` called \`fine\`, and nothing called \`ok\`.`,bad:snippet`
      schema verdict:
        ok: bool

      use check:
        file: "checks.flow.json"
        output: verdict

      workflow w:
        entry: check
        check -> done
    `,good:snippet`
      schema verdict:
        fine: bool

      use check:
        file: "checks.flow.json"
        output: verdict

      workflow w:
        entry: check
        check -> done
    `}};var valuePages={C026:{title:"A loop that can never be taken",explanation:prose`
      The number behind a loop's name is how often its edges may be taken before the run has to go
      another way. Below 1 that is never.`,bad:snippet`
      schema v:
        ok: bool

      judge j:
        model: "openai/gpt-5"
        output: v

      workflow w:
        entry: j
        j -> j when not ok as again(0)
        j -> done when ok
    `,good:snippet`
      schema v:
        ok: bool

      judge j:
        model: "openai/gpt-5"
        output: v

      workflow w:
        entry: j
        j -> j when not ok as again(3)
        j -> done when ok
    `},C102:{title:"An environment variable isn't set",explanation:prose`
      \`\${NAME}\` is replaced when the file is compiled. Without a value and without a default nothing
      can be put in. While a file is only checked, formatted or drawn this is a warning; before a run
      it is an error. Empty counts as unset.`,bad:snippet`
      agent a:
        model: "\${REVIEW_MODEL}"

      workflow w:
        entry: a
        a -> done
    `,good:snippet`
      agent a:
        model: "\${REVIEW_MODEL:-openai/gpt-5}"

      workflow w:
        entry: a
        a -> done
    `},C107:{title:"A text that is no duration",explanation:prose`
      A duration is one number or several, each with its unit: \`ms\`, \`s\`, \`m\`, \`h\` or \`d\`, without
      blanks, together more than nothing. So \`"90s"\`, \`"1h30m"\` and \`"1.5m"\` are durations.`,bad:snippet`
      agent a:
        model: "openai/gpt-5"
        timeout: "soon"

      workflow w:
        entry: a
        a -> done
    `,good:snippet`
      agent a:
        model: "openai/gpt-5"
        timeout: "1h30m"

      workflow w:
        entry: a
        a -> done
    `},C109:{title:"A value of another type than its variable",explanation:prose`
      Defaults and presets must fit the declared type: an \`int\` takes a whole number, a \`float\` any
      number, a \`bool\` \`true\` or \`false\`, a \`string[]\` a list of texts, \`json\` anything. A text with
      an environment variable may stand for a number or a bool if it reads as one.`,bad:snippet`
      vars:
        count: int = "three"

      agent a:
        model: "openai/gpt-5"

      workflow w:
        entry: a
        a -> done
    `,good:snippet`
      vars:
        count: int = 3

      agent a:
        model: "openai/gpt-5"

      workflow w:
        entry: a
        a -> done
    `},C114:{title:"A number outside its range",explanation:prose`
      Counts and limits have a least value, some a greatest one. Whole numbers are kept exactly up to
      nine quadrillions (2⁵³ − 1); beyond that they would change silently.`,bad:snippet`
      human h:
        min_answers: 0

      workflow w:
        entry: h
        h -> done
    `,good:snippet`
      human h:
        min_answers: 2

      workflow w:
        entry: h
        h -> done
    `},C122:{title:"A secret where it would be written to the log",explanation:prose`
      Mappings, defaults and presets become part of the run's log. A variable whose name ends in
      TOKEN, KEY, SECRET, PASSWORD and the like is a secret and isn't put in there. Commands and
      servers' addresses get it at the last moment instead, and the log keeps the variable's name.`,bad:snippet`
      agent a:
        model: "openai/gpt-5"

      agent b:
        model: "openai/gpt-5"

      workflow w:
        entry: a
        a -> b with { auth: "Bearer \${DEPLOY_TOKEN}" }
        b -> done
    `,good:snippet`
      agent a:
        model: "openai/gpt-5"

      tool b:
        command: "curl -H \\"Authorization: Bearer \${DEPLOY_TOKEN}\\" https://deploy.example"

      workflow w:
        entry: a
        a -> b
        b -> done
    `}};var pages={...declarationPages,...branchPages,...conditionPages,...edgePages,...fieldPages,...inputPages,...referencePages,...wayPages,...modelPages,...namePages,...taintPages,...textPages,...usePages,...valuePages};export{pages};
