/* Starts Python from _internal beside this program and runs _internal\start-NAME.py, NAME being the name of this program.

   The same source makes the program with a console and the one without (-mwindows). Nothing is looked up in the registry, the search
   path or the environment: python311._pth beside the library isolates it. */

#include <stdio.h>
#include <windows.h>
#include <stdlib.h>
#include <wchar.h>

#define LONGEST 32768

typedef int (*py_main)(int, wchar_t **);

static wchar_t program[LONGEST], folder[LONGEST], script[LONGEST], library[LONGEST];

static int fail(const wchar_t *what)
{
    if (GetConsoleWindow() != NULL || GetStdHandle(STD_ERROR_HANDLE) != NULL)
        fwprintf(stderr, L"Readmission cannot start: %ls\n", what);
    else
        MessageBoxW(NULL, what, L"Readmission cannot start", MB_ICONERROR | MB_OK);
    return 2;
}

int wmain(int count, wchar_t **arguments)
{
    DWORD length = GetModuleFileNameW(NULL, program, LONGEST);
    if (length == 0 || length >= LONGEST - 64)
        return fail(L"its own folder has no name");
    wcscpy(folder, program);
    wchar_t *name = wcsrchr(folder, L'\\');
    *name++ = L'\0';
    wchar_t *ending = wcsrchr(name, L'.');
    if (ending != NULL)
        *ending = L'\0';
    swprintf(library, LONGEST, L"%ls\\_internal\\python311.dll", folder);
    swprintf(script, LONGEST, L"%ls\\_internal\\start-%ls.py", folder, name);

    /* Only the program's own folder and Windows' own: a library that lies in the working folder is never loaded. */
    SetDefaultDllDirectories(LOAD_LIBRARY_SEARCH_SYSTEM32 | LOAD_LIBRARY_SEARCH_USER_DIRS);
    HMODULE python = LoadLibraryExW(library, NULL, LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR | LOAD_LIBRARY_SEARCH_SYSTEM32);
    if (python == NULL)
        return fail(library);
    py_main run = (py_main)(void *)GetProcAddress(python, "Py_Main");
    if (run == NULL)
        return fail(L"python311.dll is another one");

    wchar_t **given = calloc((size_t)count + 2, sizeof *given);
    if (given == NULL)
        return fail(L"no memory");
    given[0] = program;
    given[1] = script;
    for (int at = 1; at < count; at++)
        given[at + 1] = arguments[at];
    return run(count + 1, given);
}
