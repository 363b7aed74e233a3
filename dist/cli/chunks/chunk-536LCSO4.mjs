function asksPeople({source}){return source==="human"||source==="agent"}function isOpenGate(gate){return gate.answeredAt===null&&gate.withdrawn!==!0}export{asksPeople,isOpenGate};
