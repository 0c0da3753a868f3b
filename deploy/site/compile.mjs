// Compiles the Python files of archives with the very Python that will run them: node compile.mjs PYODIDE IN OUT [IN OUT …]
// A browser then reads code instead of compiling it each time a page opens.
import { readFile, writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

const [folder, ...files] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`));
const python = await loadPyodide({ indexURL: `${folder}/` });
python.runPython(`
import importlib.util, marshal, zipfile

def compiled(source, target):
    unchecked = (1).to_bytes(4, "little") + bytes(8)  # nobody compares it with a file that isn't there
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith(".py"):
                try:
                    code = compile(data, name, "exec", dont_inherit=True)
                except SyntaxError:
                    continue  # a template, or a test of what is no Python
                name, data = name + "c", importlib.util.MAGIC_NUMBER + unchecked + marshal.dumps(code)
            new.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
`);
const compiled = python.globals.get("compiled");
for (let at = 0; at < files.length; at += 2) {
  python.FS.writeFile("/in.zip", await readFile(files[at]));
  compiled("/in.zip", "/out.zip");
  await writeFile(files[at + 1], python.FS.readFile("/out.zip"));
}
