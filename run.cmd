@echo off
rem Sets up on first use, then opens Groundup with the example assessment. Words after it go to the program.
setlocal
cd /d "%~dp0"
call :python || exit /b 1
%PY% build\environment.py app || exit /b 1
if "%~1"=="" (.venv\Scripts\python.exe -m app --example) else (.venv\Scripts\python.exe -m app %*)
exit /b %errorlevel%
:python
for %%v in (3.13 3.12 3.11) do (
  py -%%v -c "import venv" >nul 2>&1 && set "PY=py -%%v" && exit /b 0
)
python -c "import sys; sys.exit(not (3,11) <= sys.version_info[:2] <= (3,13))" >nul 2>&1 && set "PY=python" && exit /b 0
echo Groundup needs Python 3.11, 3.12 or 3.13. Install it, then start this again.
exit /b 1
