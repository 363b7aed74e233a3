// What a program that imports LangGraph pays before it does anything.
import "@langchain/langgraph";
