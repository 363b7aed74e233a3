import{load2 as load}from"./chunk-MMCWOSAN.mjs";function capture(stream,{limit,redact=text=>text}){let chunks=[],kept=0,total=0;return stream?.on("data",chunk=>{if(total+=chunk.length,kept>=limit+65536)return;let part=chunk.subarray(0,limit+65536-kept);kept+=part.length,chunks.push(part)}),stream?.on("error",()=>{}),{isCut:()=>total>limit,text(){let bytes=Buffer.concat(chunks);if(total<=limit)return new TextDecoder().decode(bytes);let text=redact(new TextDecoder().decode(bytes,{stream:total>kept}));return`${withoutEnd(text,kept-limit)}
[cut: ${total} bytes, the first ${limit} are kept]
`}}}function withoutEnd(text,bytes){let end=text.length;for(let left=bytes;left>0&&end>0;end-=1)left-=sizeOf(text.charCodeAt(end-1));let last=text.charCodeAt(end-1);return text.slice(0,last>=55296&&last<=56319?end-1:end)}function sizeOf(unit){return unit<128?1:unit<2048||unit>=55296&&unit<=57343?2:3}const{readdirSync:readdirSync,readFileSync:readFileSync}=globalThis.process.getBuiltinModule("node:fs");const{setTimeout:sleep}=globalThis.process.getBuiltinModule("node:timers/promises");const spawn=(...given)=>globalThis.process.getBuiltinModule("node:child_process").spawn(...given);const{Socket:Socket}=globalThis.process.getBuiltinModule("node:net");var script=`
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
`,pipe;function guard(group,mark){pipe??=start(),pipe?.write(`+ ${group}:${mark}
`)}function unguard(group,mark){pipe?.write(`- ${group}:${mark}
`)}function start(){let child=spawn("/bin/sh",["-c",script],{cwd:"/",env:{PATH:"/usr/bin:/bin"},stdio:["pipe","ignore","ignore"],detached:!0});child.on("error",()=>{}),child.unref();let{stdin}=child;if(stdin instanceof Socket)return stdin.on("error",()=>{}),stdin.unref(),stdin}function readProcessState(...given){return load().readProcessState(...given)}var graceMs=5e3,lingerMs=500,pollMs=20,live=new Set;async function awaitGroup(child,signal,mark=""){let{pid}=child;if(pid===void 0)return;let group={id:pid,mark};watch(group);let closed=new Promise(resolve=>child.once("close",resolve)),exited=new Promise(resolve=>child.once("exit",resolve)),abort=listenForAbort(signal);await Promise.race([exited,abort.heard]),signal.aborted||await Promise.race([closed,linger(),abort.heard]),abort.stop(),await endGroup(group),await Promise.race([closed,linger()]),child.stdout?.destroy(),child.stderr?.destroy()}async function endGroup(group){signalGroup(group,"SIGTERM")&&!await isGone(group)&&(signalGroup(group,"SIGKILL"),await isGone(group)),live.delete(group),unguard(group.id,group.mark),live.size===0&&process.off("exit",killAll)}function watch(group){live.size===0&&process.on("exit",killAll),live.add(group),guard(group.id,group.mark)}function killAll(){for(let group of live)signalGroup(group,"SIGKILL")}async function isGone(group){let end=performance.now()+graceMs;for(;performance.now()<end;){if(!hasLiving(group))return!0;await sleep(pollMs)}return!hasLiving(group)}function hasLiving(group){return findStrays(group).length>0?!0:sendSignal(-group.id,0)?process.platform!=="linux"?!0:processes().some(pid=>isMember(pid,group.id)):!1}function isMember(pid,group){let state=readProcessState(pid);return state?.group===group&&!state.dead}function findStrays({mark}){return mark===""||process.platform!=="linux"?[]:processes().filter(pid=>isMarked(pid,mark)).map(Number)}function isMarked(pid,mark){try{return readFileSync(`/proc/${pid}/environ`,"latin1").includes(mark)}catch{return!1}}function processes(){return readdirSync("/proc").filter(name=>/^\d+$/.test(name))}function signalGroup(group,signal){let strays=findStrays(group).filter(pid=>sendSignal(pid,signal));return sendSignal(-group.id,signal)||strays.length>0}function sendSignal(target,signal){try{return process.kill(target,signal),!0}catch{return!1}}function linger(){return sleep(lingerMs,void 0,{ref:!1})}function listenForAbort(signal){let stop=()=>{};return{heard:new Promise(resolve=>{let hear=()=>resolve();signal.aborted?hear():signal.addEventListener("abort",hear,{once:!0}),stop=()=>signal.removeEventListener("abort",hear)}),stop}}export{capture,awaitGroup};
