import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import{didYouMean,suggest}from"./chunk-UJGWBSPI.mjs";function snippet(parts){let lines=parts.join("").replace(/^\n/,"").trimEnd().split(`
`),depths=lines.filter(line=>line.trim()!=="").map(line=>line.search(/\S/)),depth=Math.min(...depths);return lines.map(line=>line.slice(depth)+`
`).join("")}function prose(parts){return parts.join("").trim().split(/\n\s*\n/).map(paragraph=>paragraph.replace(/\s*\n\s*/g," ")).join(`

`)}function listNames(names,conjunction="or"){let quoted=names.map(name=>`\`${name}\``),last=quoted.pop()??"nothing";return quoted.length===0?last:`${quoted.join(", ")} ${conjunction} ${last}`}function withArticle(word){return/^[aeiou]/.test(word)?`an ${word}`:`a ${word}`}function capitalise(text){return text.charAt(0).toUpperCase()+text.slice(1)}var declarationEntries={C002:{severity:"error",title:"A schema that isn't declared",message:({name})=>`There is no schema \`${name}\`.`,help:({name,known:known2})=>didYouMean(name,known2,`declare it: \`schema ${name}:\``),explanation:prose`
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
    `},C003:{severity:"error",title:"A prompt that isn't declared",message:({name})=>`There is no prompt \`${name}\`.`,help:({name,known:known2})=>didYouMean(name,known2,`declare it: \`prompt ${name}:\``),explanation:prose`
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
    `},C006:{severity:"error",title:"No workflow",message:()=>"This file declares no workflow.",help:()=>"add `workflow main:` with an `entry:` and edges",explanation:prose`
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
    `},C007:{severity:"error",title:"A second workflow",message:({name})=>`\`${name}\` is a second workflow; a file has one.`,help:()=>"move it to a file of its own",explanation:prose`
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
    `},C024:{severity:"error",title:"An MCP server is declared twice",message:({name,line})=>`The server \`${name}\` is declared twice; the first is on line ${line}.`,help:({name})=>`rename this one: \`mcp_server ${name}_2:\``,explanation:prose`
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
    `},C104:{severity:"error",title:"A property, clause or key is given twice",message:({name,line})=>`\`${name}\` is given twice; the first is on line ${line}.`,help:()=>"remove one of them",explanation:prose`
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
    `},C106:{severity:"error",title:"A tool has more to run than one thing",message:({extra,name})=>extra==="language"?`\`${name}\` has a \`command\`, and \`language\` belongs to a \`script\`.`:`\`${name}\` has a \`command\` and a \`script\`; a tool has one of them.`,help:({extra})=>`remove \`${extra}\``,explanation:prose`
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
    `},C108:{severity:"error",title:"A preset sets a variable that isn't declared",message:({name})=>`There is no variable \`${name}\`.`,help:({name,known:known2})=>didYouMean(name,known2,"declare it under `vars:`, or remove this line"),explanation:prose`
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
    `},C120:{severity:"error",title:"An enum on a type that has none",message:({type})=>`${capitalise(withArticle(type))} can't have an \`enum\`.`,help:()=>"make it a `string`",explanation:prose`
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
    `}};var branchEntries={C009:{severity:"error",title:"A session to continue where there are several",message:({node,join})=>join===null?`\`${node}\` continues a session, but several branches meet here.`:`\`${node}\` continues a session, but several branches meet at \`${join}\` before it.`,help:()=>"use `session: fresh` or `inherit_if_available`",explanation:prose`
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
    `},C028:{severity:"warning",title:"Two branches bring the same key",message:({key,other})=>`\`${key}\` also comes from the branch of \`${other}\`; this value wins.`,help:({key,source})=>`use another key: \`${key}_${source}: …\``,explanation:prose`
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
    `},C115:{severity:"warning",title:"Two branches change the workspace",message:({first,second})=>first===second?`Several branches change the workspace by \`${first}\`; they will wait for one another.`:`\`${first}\` and \`${second}\` both change the workspace; they will wait for one another.`,help:()=>"mark one `readonly: true`, or run them one after the other",explanation:prose`
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
    `},C118:{severity:"warning",title:"Nothing to wait for",message:({node})=>`No parallel router leads to \`${node}\`, so there is nothing to wait for.`,help:({join})=>join?"remove the join":"remove `await`",explanation:prose`
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
    `},C119:{severity:"error",title:"A join requires what can't arrive",message:({name,node,known:known2})=>known2?`No path leads from \`${name}\` to \`${node}\`, so no branch can bring it.`:`There is no node \`${name}\`.`,help:({name,known:known2,leading})=>{let otherwise=`remove \`${name}\`, or require a node of a branch`;return known2?otherwise:didYouMean(name,leading,otherwise)},explanation:prose`
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
    `}};var conditionEntries={C010:{severity:"error",title:"Two edges without a condition",message:({node})=>`\`${node}\` has a second unconditional edge; only the first could be taken.`,help:({node,target})=>`give it a condition: \`${node} -> ${target} when …\``,explanation:prose`
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
    `},C011:{severity:"error",title:"The same condition again",message:({node})=>`An earlier edge of \`${node}\` has the same condition, so this one is never taken.`,help:()=>"remove it, or give the earlier one a loop",explanation:prose`
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
    `},C012:{severity:"error",title:"Conditions that leave a case open",message:({node,field,not})=>`\`${node}\` has no edge for ${openCase(field,not)}.`,help:({node,field,not})=>`add \`${node} -> fail${field===null?"":` when ${not?"":"not "}${field}`}\``,explanation:prose`
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
    `},C013:{severity:"error",title:"A condition that is no bool",message:({name,type})=>`\`${name}\` is ${describeType(type)}, not a bool.`,help:({name,type})=>`compare it: \`when "${comparisonOf(name,type)}"\``,explanation:prose`
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
    `},C014:{severity:"error",title:"A condition on a field that is not there",message:({node,name})=>`The output of \`${node}\` has no field \`${name}\`.`,help:({name,known:known2})=>didYouMean(name,known2,useOneOf(known2)),explanation:prose`
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
    `},C022:{severity:"error",title:"A condition where a model chooses",message:({node})=>`The model chooses among the edges of \`${node}\`; a condition has no say.`,help:({clause})=>`remove \`${clause}\``,explanation:prose`
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
    `}};function openCase(field,not){return field===null?"the remaining cases":`\`${field}\` being ${not?"true":"false"}`}function describeType(type){return type==="string[]"?"a list of strings":withArticle(type)}function comparisonOf(name,type){return type==="int"||type==="float"?`${name} > 0`:type==="string"?`${name} != ''`:`length(${name}) > 0`}function useOneOf(known2){let few=known2.slice(0,5);return few.length===0?"remove the condition":`use ${listNames(few)}`}var edgeEntries={C001:{severity:"error",title:"An edge from or to nowhere",message:({name})=>`There is no node \`${name}\`.`,help:({name,known:known2})=>didYouMean(name,known2,`declare it: \`agent ${name}:\``),explanation:prose`
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
    `},C005:{severity:"error",title:"One loop with two bounds",message:({name,first,line,here})=>`The loop \`${name}\` is bounded by ${first} on line ${line} and by ${here} here.`,help:({name,first})=>`write \`as ${name}(${first})\`, or name another loop`,explanation:prose`
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
    `},C008:{severity:"error",title:"A workflow without a beginning",message:describeEntry,help:helpWithEntry,explanation:prose`
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
    `},C117:{severity:"error",title:"An edge that leaves the end",message:({terminal})=>`\`${terminal}\` ends the run; no edge can leave it.`,help:({terminal,target})=>target==="done"||target==="fail"?"remove this edge":`remove this edge, or lead to \`${target}\` before \`${terminal}\``,explanation:prose`
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
    `}};function describeEntry({problem,name}){return problem==="missing"?`The workflow \`${name}\` has no \`entry\`.`:problem==="unknown"?`There is no node \`${name}\` to begin with.`:`\`${name}\` ends a run, so none can begin there.`}function helpWithEntry({problem,name,known:known2}){let example=`\`entry: ${known2[0]??"first"}\``;return problem==="missing"?`add ${example}`:problem==="terminal"?`write ${example}`:didYouMean(name,known2,`declare it: \`agent ${name}:\``)}var fieldEntries={C031:{severity:"error",title:"A field that the output hasn't",message:({node,name})=>`The output of \`${node}\` has no field \`${name}\`.`,help:field=>helpWithField(field,field.schema),explanation:prose`
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
    `},C032:{severity:"warning",title:"A field that nobody can check",message:({node,name})=>`\`${node}\` declares no \`output\`, so \`${name}\` can't be checked.`,help:({name})=>`add \`output:\` with a schema that has \`${name}\``,explanation:prose`
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
    `},C033:{severity:"error",title:"A variable that isn't declared",message:({name,whole,type})=>whole===void 0?`There is no variable \`${name}\`.`:`\`${whole}\` is ${describeType2(type)}, so there is no \`${name}\`.`,help:({name,known:known2,whole,type})=>whole===void 0?didYouMean(name,known2,`declare it under \`vars:\`: \`${name}: string\``):helpBelow(`vars.${whole}`,type),explanation:prose`
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
    `},C034:{severity:"error",title:"A field that the input hasn't",message:({node,name})=>`The input of \`${node}\` has no field \`${name}\`.`,help:field=>helpWithField(field,field.schema),explanation:prose`
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
    `}};function helpWithField({name,known:known2},schema){let[first=""]=name.split(".",1);if(first!==name&&known2.includes(first))return`use \`${first}\`, or make it a \`json\``;let few=known2.slice(0,5);return schema!==null&&schema!==""?didYouMean(first,known2,`add \`${first}: string\` to the schema \`${schema}\``):didYouMean(first,known2,few.length===0?"remove it":`use ${listNames(few)}`)}function helpBelow(whole,type){return type==="string[]"?`take an item by its number: \`${whole}.0\``:`use \`${whole}\``}function describeType2(type="json"){return type==="string[]"?"a list of strings":withArticle(type)}var inputEntries={C111:{severity:"warning",title:"A field that isn't brought",message:({by,from,node,missing})=>{let fields=listNames(missing,"and");return by==="edge"?`\`${from} -> ${node}\` doesn't give ${fields}, which the input of \`${node}\` needs.`:by==="branches"?`No edge brings ${fields}, which \`${node}\` needs.`:`\`${node}\` has no expression for ${fields}, which its output needs.`},help:({by,missing})=>{let entries=missing.map(name=>`${name}: "…"`);return by==="expressions"?`add it under \`expr:\`: \`${entries.join("`, `")}\``:`add it: \`with { ${entries.join(", ")} }\``},explanation:prose`
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
    `},C112:{severity:"warning",title:"A field of another type",message:({name,node,given,wanted,what})=>{let is=what==="value"&&given==="string"?"text":describeType3(given);return`\`${name}\` is ${is} ${what==="variable"?"as a variable":"here"}, but the input of \`${node}\` wants ${describeType3(wanted)}.`},help:({name,given,wanted,what})=>what==="variable"?`declare it as \`${name}: ${wanted}\``:what==="value"&&given==="string"?`pass a reference alone: \`${name}: "{{vars.${name}}}"\``:`pass ${describeType3(wanted)}, or make \`${name}\` a \`json\``,explanation:prose`
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
    `},C113:{severity:"warning",title:"A key that the input doesn't know",message:({node,name})=>`The input of \`${node}\` has no field \`${name}\`.`,help:({name,schema,known:known2})=>didYouMean(name,known2,`add \`${name}: string\` to the schema \`${schema}\``),explanation:prose`
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
    `},C116:{severity:"warning",title:"A declaration that nothing uses",message:({what,name})=>`Nothing uses the ${what} \`${name}\`.`,help:()=>"remove it",explanation:prose`
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
    `}},phrases={object:"an object",list:"a list","string[]":"a list of strings"};function describeType3(type){return phrases[type]??withArticle(type)}var referenceEntries={C004:{severity:"error",title:"A reference that can't be one",message:describeMalformed,help:helpWithMalformed,explanation:prose`
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
    `},C017:{severity:"error",title:"The history of a node that runs once",message:({node})=>`\`${node}\` is in no loop, so it has no history.`,help:({node,bare})=>`use ${asWritten(`outputs.${node}`,bare)}`,explanation:prose`
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
    `},C030:{severity:"error",title:"The output of no node",message:({name})=>`There is no node \`${name}\`${isTerminalName(name)}.`,help:({name,known:known2})=>suggestPath("outputs",name,known2,"remove the reference"),explanation:prose`
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
    `},C035:{severity:"error",title:"An artifact that nobody publishes",message:({name})=>`No node publishes \`${name}\`.`,help:({name,known:known2})=>didYouMean(name,known2,`publish it: \`publish: ${name}\``),explanation:prose`
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
    `},C036:{severity:"error",title:"An output of something that comes later",message:({node,consumer,after,artifact})=>`${artifact===void 0?`\`${node}\` can't have run`:`No node that publishes \`${artifact}\` can have run`} ${after?`when an edge of \`${consumer}\` is taken`:`before \`${consumer}\``}.`,help:({node})=>`move the reference behind \`${node}\``,explanation:prose`
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
    `},C100:{severity:"error",title:"Something that is no expression",message:({message})=>message,help:({help})=>help??"write one such as `score > 5`",explanation:prose`
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
    `},C105:{severity:"error",title:"A loop that isn't there",message:({name})=>`No edge is marked \`as ${name}(…)\`.`,help:({name,known:known2})=>suggestPath("loop",name,known2,`mark an edge: \`as ${name}(3)\``),explanation:prose`
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
    `}};function asWritten(path,bare){return bare?`\`${path}\``:`\`{{${path}}}\``}function describeMalformed({text,bare,why}){switch(why){case"unclosed":return"The reference that begins here isn't closed.";case"not-a-path":return`\`${text}\` is no path of names and numbers.`;case"namespace":return`${asWritten(text,bare)} begins with no namespace.`;case"alone":return`${asWritten(text,bare)} stops before it names anything.`;case"member":return`There is no ${asWritten(text,bare)}.`}}function helpWithMalformed({text,bare,why}){switch(why){case"unclosed":return"close it with `}}`, or write `\\{{` for plain text";case"not-a-path":return"write a path such as `{{input.title}}`, or `\\{{` for plain text";case"namespace":return`use ${listNames(namespaces)}, or write \`\\{{\` for plain text`;case"alone":return`go on with a dot and a name: \`${membersOf(text)[0]??`${text}.name`}\``;case"member":return suggestMember(text,bare)}}var namespaces=["vars","input","outputs","artifacts","loop","run","github"],pullRequest="number title body author head_sha base_sha head_ref base_ref draft fork",events="event event_name repository owner sha ref actor actor_level run_url thread.number",known=["run.id",...events.split(" ").map(name=>`github.${name}`),...`${pullRequest} changed_files`.split(" ").map(name=>`github.pr.${name}`),...["number","title","body","author","labels"].map(name=>`github.issue.${name}`),...["name","text"].map(name=>`github.command.${name}`),...["workflow","conclusion","fingerprint","attempt"].map(name=>`github.ci.${name}`)];function membersOf(text){let[namespace="",name]=text.split(".");if(namespace!=="loop")return known.filter(each=>each.startsWith(`${namespace}.`));let loop=`loop.${name??"name"}`;return[`${loop}.iteration`,`${loop}.max`,`${loop}.previous_output`]}function suggestMember(text,bare){let members=membersOf(text),inside=members.find(member=>text.startsWith(`${member}.`));if(inside!==void 0)return`end it there: ${asWritten(inside,bare)}`;let leafOf=path=>path.slice(path.lastIndexOf(".")+1),near=suggest(leafOf(text),members.map(leafOf)),alike=members.filter(member=>leafOf(member)===near),meant=alike.find(member=>member===text.replace(/[^.]*$/,near??""));return meant!==void 0?`did you mean \`${meant}\`?`:`use ${listNames((alike.length>0?alike:members).slice(0,5))}`}function suggestPath(namespace,name,known2,otherwise){let help=didYouMean(name,known2,"");if(help!=="")return help.replace("`",`\`${namespace}.`);let few=known2.slice(0,5).map(each=>`${namespace}.${each}`);return few.length===0?otherwise:`use ${listNames(few)}`}function isTerminalName(name){return name==="done"||name==="fail"?" with an output":""}var wayEntries={C016:{severity:"error",title:"A node that is never reached",message:({entry,node})=>`No path leads from \`${entry}\` to \`${node}\`.`,help:({node})=>`add an edge to \`${node}\`, or remove it`,explanation:prose`
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
    `},C019:{severity:"error",title:"A cycle without a bound",message:({from,to})=>`\`${from} -> ${to}\` closes a cycle that no loop bounds.`,help:({from,to})=>`name the loop and bound it: \`${from} -> ${to} as refine(5)\``,explanation:prose`
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
    `},C020:{severity:"error",title:"Taking turns with nobody",message:({node})=>`\`${node}\` takes turns between fewer than two unconditional edges.`,help:({node})=>`add another: \`${node} -> …\``,explanation:prose`
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
    `},C021:{severity:"error",title:"Nothing to choose from",message:({node})=>`\`${node}\` has fewer than two edges to choose from.`,help:({node})=>`add another: \`${node} -> …\``,explanation:prose`
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
    `},C101:{severity:"error",title:"A way that can't end",message:({node})=>`From \`${node}\` no path leads to \`done\` or \`fail\`.`,help:({node})=>`add \`${node} -> done\``,explanation:prose`
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
    `}};var graphEntries={...edgeEntries,...conditionEntries,...wayEntries,...branchEntries,...referenceEntries,...fieldEntries,...inputEntries};var modelEntries={C018:{severity:"error",title:"Nobody can do the node's work",message:({lack,kind,name})=>lack==="output"?`\`${name}\` is answered by a model, but has no \`output\` to fill in.`:kind==="human"?`\`${name}\` is answered by a model, but names none.`:`\`${name}\` has neither a model nor a delegate.`,help:({lack})=>lack==="output"?"add `output:` with the name of a schema":'add `model: "anthropic/claude-sonnet-5"`',explanation:prose`
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
    `},C023:{severity:"error",title:"A property of routers that choose by model",message:({property})=>`\`${property}\` belongs to \`mode: llm\` only.`,help:()=>"remove it, or write `mode: llm`",explanation:prose`
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
    `},C025:{severity:"error",title:"An MCP server that can't be reached",message:holes=>{switch(holes.fault){case"transport":return`The server \`${holes.name}\` has no \`transport\`.`;case"missing":return`A \`${holes.transport}\` server needs a \`${holes.property}\`.`;case"extra":return`A \`${holes.transport}\` server has no use for \`${holes.property}\`.`;case"sse":return"The transport `sse` isn't supported."}},help:holes=>{switch(holes.fault){case"transport":return"add `transport: stdio` or `transport: http`";case"missing":return holes.property==="url"?'add `url: "https://example.com/mcp"`':'add `command: "npx"`';case"extra":return`remove \`${holes.property}\``;case"sse":return"use `transport: http` with the server's `url`"}},explanation:prose`
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
    `},C027:{severity:"error",title:"A text that is no reasoning effort",message:({written})=>written.includes("${")?`\`${written}\` expands to no reasoning effort.`:`\`${written}\` is no reasoning effort.`,help:()=>"use `low`, `medium`, `high`, `extra_high` or `max`",explanation:prose`
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
    `},C029:{severity:"warning",title:"A node that has no way to ask",message:({name})=>`\`${name}\` has no delegate, and a model has no way to ask.`,help:()=>'add `delegate: "claude_code"`, or put a `human` node before it',explanation:prose`
      \`interaction\` says who answers the questions of a coding agent while it works. A model that is
      called directly answers in one go and can't ask, so the property has no effect there.`,bad:snippet`
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
    `},C103:{severity:"error",title:"An unknown delegate",message:({written})=>`\`${written}\` is no delegate.`,help:({written,known:known2})=>didYouMean(written.replaceAll('"',""),known2,"use `claude_code`, `codex` or `none`"),explanation:prose`
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
    `},C110:{severity:"error",title:"An MCP server that isn't declared",message:({name})=>`There is no MCP server \`${name}\`.`,help:({name,known:known2})=>didYouMean(name,known2,`declare it: \`mcp_server ${name}:\``),explanation:prose`
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
    `},C121:{severity:"warning",title:"A model that no provider serves",message:({written})=>`No provider serves \`${written}\`.`,help:()=>'write `"anthropic/claude-sonnet-5"`',explanation:prose`
      A model is written as provider and name: \`anthropic/…\`, \`openai/…\`, \`github/…\`,
      \`openai-compatible/…\` or \`simulate/…\`. Names that begin with \`claude-\` or \`gpt-\` are
      understood without one. References have no meaning in a model's name; environment variables
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
    `}};var nameEntries={E010:{severity:"error",title:"A name is declared twice",message:({what,name,line})=>what==="name"?`\`${name}\` is declared twice; the first is on line ${line}.`:`A second \`${name}\` block; the first is on line ${line}.`,help:holes=>holes.what==="name"?`rename this one: \`${holes.rename}\``:`move its lines into the first \`${holes.name}:\``,explanation:prose`
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
    `},E011:{severity:"error",title:"A node is called like a built-in one",message:({name})=>`\`${name}\` is built in and can't be declared.`,help:({kind,name})=>`choose another name: \`${kind} ${name}_1:\``,explanation:prose`
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
    `},E012:{severity:"error",title:"A block doesn't have this property",message:({owner,name})=>`${owner} has no property \`${name}\`.`,help:({name,known:known2})=>didYouMean(name,known2,`use one of ${listNames(known2)}`),explanation:prose`
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
    `},E013:{severity:"error",title:"A required property is missing",message:({owner,missing})=>missing.length===1?`${owner} has no ${listNames(missing)}.`:`${owner} has neither ${listNames(missing,"nor")}.`,help:({example})=>`add \`${example}\``,explanation:prose`
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
    `},E020:{severity:"error",title:"A word that isn't among the allowed ones",message:({property,word})=>`\`${property}\` can't be \`${word}\`.`,help:({word,words})=>didYouMean(word,words,`use one of ${listNames(words)}`),explanation:prose`
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
    `},E021:{severity:"error",title:"An unknown type",message:({type})=>`\`${type}\` is no type.`,help:({type,types})=>didYouMean(type,types,`use one of ${listNames(types)}`),explanation:prose`
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
    `}};var textEntries={E001:{severity:"error",title:"Text that nothing allows at this place",message:describeUnexpected,help:helpWithUnexpected,explanation:prose`
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
    `},E002:{severity:"error",title:"Something needed isn't there, or a value has the wrong form",message:describeMissing,help:helpWithMissing,explanation:prose`
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
    `},E003:{severity:"error",title:"The indentation fits no block",message:describeIndentation,help:helpWithIndentation,explanation:prose`
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
    `},E004:{severity:"error",title:"A string is never closed",message:({quote})=>quote==='"'?"The string that begins here isn't closed on this line.":"The raw string that begins here is never closed.",help:({quote})=>quote==='"'?'add the closing `"`, or use a backtick string for several lines':"add the closing backtick",explanation:prose`
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
    `}};function describeUnexpected(holes){switch(holes.fault){case"encoding":return"These bytes aren't UTF-8.";case"carriage-return":return"A carriage return stands here without a line feed.";case"size":return"This file is larger than 10 MiB.";case"depth":return"This value is nested more than 100 levels deep.";case"character":return`\`${holes.found}\` can't stand here.`;case"declaration":return`\`${holes.word}\` begins no declaration.`;case"line":return`No line can begin with \`${holes.found}\` here.`;case"end":return holes.expected.length===0?`Nothing can follow \`${holes.line}\` here.`:`Nothing can follow \`${holes.line}\` here but ${orList(holes.expected)}.`}}function helpWithUnexpected(holes){switch(holes.fault){case"encoding":return"save the file as UTF-8";case"carriage-return":return"end lines with LF or CRLF";case"size":return"split it, or read large texts from files in a tool";case"depth":return"nest it less deeply";case"character":return holes.found==="'"?'write texts in double quotes: `"…"`':"remove it, or quote it";case"declaration":return didYouMean(holes.word,holes.known,`use one of ${listNames(holes.known)}`);case"line":return`begin it with ${orList(holes.expected)}`;case"end":return`put \`${holes.found}\` on a line of its own, or remove it`}}function describeMissing(holes){switch(holes.fault){case"token":return`${capitalise(orList(holes.expected))} is needed here, not \`${holes.found}\`.`;case"end":return`The line ends where ${orList(holes.expected)} is needed.`;case"bracket":return`The bracket \`${holes.bracket}\` is never closed.`;case"block":return`No ${holes.what==="text"?"text is":"lines are"} indented below \`${holes.line}\`.`;case"form":return`\`${holes.name}\` takes ${holes.wants}, not ${holes.found}.`}}function helpWithMissing(holes){switch(holes.fault){case"token":case"end":return`write ${orList(holes.expected)} here`;case"bracket":return`add the closing \`${holes.closing}\``;case"block":return"add a line below it, indented by two blanks more";case"form":return`write \`${holes.example}\``}}function describeIndentation(holes){switch(holes.fault){case"tab":return"A tab stands in the indentation of this line.";case"depth":return`This line is indented by ${holes.depth}, but the blocks around it by ${holes.around.join(" and ")}.`}}function helpWithIndentation(holes){switch(holes.fault){case"tab":return"indent with blanks";case"depth":return`indent it by ${holes.wanted}`}}function orList(phrases2){let shown=phrases2.slice(0,5),last=shown.pop()??"nothing";return shown.length===0?last:`${shown.join(", ")} or ${last}`}var valueEntries={C026:{severity:"error",title:"A loop that can never be taken",message:({max})=>`A loop that is bounded by ${max} can never be taken.`,help:({loop})=>`write \`as ${loop}(1)\`, or remove the edge`,explanation:prose`
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
    `},C102:{severity:"warning",title:"An environment variable isn't set",message:({name})=>`The environment variable \`${name}\` isn't set.`,help:({name,sample})=>`set it, or give a default: \`\${${name}:-${sample}}\``,explanation:prose`
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
    `},C107:{severity:"error",title:"A text that is no duration",message:({written})=>`\`${written}\` is no duration.`,help:()=>'write `"30m"`',explanation:prose`
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
    `},C109:{severity:"error",title:"A value of another type than its variable",message:({variable,type,written})=>`\`${variable}\` is ${withArticle(type)}, but \`${written}\` isn't.`,help:({example})=>`write \`${example}\``,explanation:prose`
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
    `},C114:{severity:"error",title:"A number outside its range",message:holes=>{switch(holes.bound){case"least":return`\`${holes.property}\` is at least ${holes.limit}.`;case"most":return`\`${holes.property}\` is at most ${holes.limit}.`;case"above":return`\`${holes.property}\` is more than ${holes.limit}.`;case"size":return"This number is too large to be kept exactly."}},help:holes=>{switch(holes.bound){case"least":case"most":return`write \`${holes.property}: ${holes.limit}\``;case"above":return`write \`${holes.property}: ${holes.limit+1}\``;case"size":return"use a number within ±9007199254740991, or a text"}},explanation:prose`
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
    `},C122:{severity:"error",title:"A secret where it would be written to the log",message:({name})=>`\`\${${name}}\` is a secret and would be written to the log here.`,help:({name})=>`use it in a \`command\`, a \`url\` or \`env: [${name}]\``,explanation:prose`
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
    `}};var catalog={...textEntries,...nameEntries,...declarationEntries,...modelEntries,...valueEntries,...graphEntries};function diagnose(code,span,holes,extras={}){let entry=catalog[code];return{code,severity:entry.severity,message:entry.message(holes),span:{start:span.start,end:span.end},help:entry.help(holes),...extras}}function isCode(code){return Object.hasOwn(catalog,code)}export{catalog,diagnose,isCode};
